// SPDX-License-Identifier: MIT
// Each flag of the machine: what raises it, and what does not.
#include "energy/machine_flags.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace mutlua {
namespace {

using namespace std::chrono_literals;

// Ten seconds on four quiet cores, in which nothing is wrong.
struct Span {
  MachineState begin;
  MachineState end;
  Seconds own_cpu{0};
  MachineRequest request;
  std::optional<MachineState> block_start;
  Thresholds thresholds;

  Span() {
    const auto ticks = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
    begin.clocks = {.at = {100s}, .boottime = 5s, .realtime = 1'700'000'000s, .width = 1us};
    begin.cpu = CpuTicks{.busy = 1000, .idle = 9000, .steal = 0};
    begin.governor = "performance";
    begin.epp = "balance_power";
    begin.turbo = true;
    begin.hypervisor = false;
    begin.swap_in_pages = begin.swap_out_pages = 10;
    begin.memory_available_bytes = begin.disk_free_bytes = std::int64_t{1} << 40;
    begin.package_throttles = 3;
    begin.xids = 0;
    end = begin;
    end.clocks.at = {110s};
    end.cpu->idle += 40 * ticks;
  }

  /// Moves this share of the time of all cores from idle to busy.
  Span& busy(double percent) {
    end.cpu->busy += move(percent);
    return *this;
  }
  Span& stolen(double percent) {
    end.cpu->steal += move(percent);
    return *this;
  }

  Flags before() const {
    return flags_before({.begin = begin,
                         .end = end,
                         .own_cpu = own_cpu,
                         .request = request,
                         .block_start = block_start ? &*block_start : nullptr},
                        thresholds);
  }
  Flags during(std::optional<Seconds> sampler_cpu = std::nullopt) const {
    MachineChange change = change_between(begin, end);
    change.sampler_cpu = sampler_cpu;
    return flags_during(change, thresholds);
  }

 private:
  std::uint64_t move(double percent) {
    const auto all = static_cast<double>(end.cpu->total() - begin.cpu->total());
    const auto count = static_cast<std::uint64_t>(all * percent / 100 + 0.5);
    end.cpu->idle -= count;
    return count;
  }
};

// "warn cpu.other_load, info virtualised": what was raised.
std::string raised(const Flags& flags) {
  std::string text;
  for (const Flag& each : flags) {
    text += (text.empty() ? "" : ", ") + to_text(each.severity) + " " + each.id;
  }
  return text;
}

TEST(MachineFlags, AreNotRaisedByAQuietMachine) {
  EXPECT_EQ(raised(Span().before()), "");
  EXPECT_EQ(raised(Span().during(0.01s)), "");
}

TEST(MachineFlags, AreNotRaisedByAMachineThatTellsNothing) {
  Span span;
  span.begin = span.end = MachineState();
  EXPECT_EQ(raised(span.before()), "");
  EXPECT_EQ(raised(span.during()), "");
}

TEST(MachineFlags, SayWhatWasSeenAndWhatItWasHeldAgainst) {
  const Flags flags = Span().busy(10).before();
  ASSERT_EQ(flags.size(), 1u);
  EXPECT_NEAR(*flags[0].value, 10, 0.1);
  EXPECT_EQ(flags[0].threshold, 5);
  EXPECT_EQ(flags[0].when, "before");
  EXPECT_EQ(flags[0].detail, "other programs used 10.0 % of all cores");
}

TEST(MachineFlags, OtherLoadIsAWarningAboveFivePercent) {
  EXPECT_EQ(raised(Span().busy(4.8).before()), "");
  EXPECT_EQ(raised(Span().busy(5.2).before()), "warn cpu.other_load");
}

TEST(MachineFlags, OtherLoadIsAnErrorAboveTwentyPercent) {
  EXPECT_EQ(raised(Span().busy(19.8).before()), "warn cpu.other_load");
  EXPECT_EQ(raised(Span().busy(20.2).before()), "error cpu.other_load");
}

TEST(MachineFlags, OtherLoadIsNotOurOwn) {
  Span span;
  span.busy(25).own_cpu = 9s;
  EXPECT_EQ(raised(span.before()), "");
  span.own_cpu = 1s;
  EXPECT_EQ(raised(span.before()), "error cpu.other_load");
}

TEST(MachineFlags, OtherLoadIsHeldAgainstTheThresholdsGiven) {
  Span span;
  span.busy(10).thresholds.cpu_other_load_warn_pct = 15;
  EXPECT_EQ(raised(span.before()), "");
}

TEST(MachineFlags, GovernorIsAWarningWhereAnotherWasAskedFor) {
  Span span;
  span.request.governor = "performance";
  EXPECT_EQ(raised(span.before()), "");
  span.end.governor = "mixed";
  EXPECT_EQ(raised(span.before()), "warn cpu.governor");
}

TEST(MachineFlags, GovernorIsAWarningWhereItIsUnknownButWasAskedFor) {
  Span span;
  span.request.governor = "performance";
  span.end.governor.reset();
  EXPECT_EQ(raised(span.before()), "warn cpu.governor");
}

TEST(MachineFlags, GovernorIsAnErrorWhereItChangedInTheBlock) {
  Span span;
  span.block_start = span.begin;
  EXPECT_EQ(raised(span.before()), "");
  span.block_start->governor = "powersave";
  EXPECT_EQ(raised(span.before()), "error cpu.governor");
}

TEST(MachineFlags, TurboIsAWarningWhereItIsNotAsAskedFor) {
  Span span;
  span.request.turbo = true;
  EXPECT_EQ(raised(span.before()), "");
  span.request.turbo = false;
  EXPECT_EQ(raised(span.before()), "warn cpu.turbo");
}

TEST(MachineFlags, TurboIsAnErrorWhereItChangedInTheBlock) {
  Span span;
  span.block_start = span.begin;
  span.block_start->turbo = false;
  EXPECT_EQ(raised(span.before()), "error cpu.turbo");
}

TEST(MachineFlags, EppIsAWarningWhereAnotherWasAskedFor) {
  Span span;
  span.request.epp = "balance_power";
  EXPECT_EQ(raised(span.before()), "");
  span.request.epp = "performance";
  EXPECT_EQ(raised(span.before()), "warn cpu.epp");
}

TEST(MachineFlags, EppIsAnErrorWhereItChangedInTheBlock) {
  Span span;
  span.block_start = span.begin;
  span.block_start->epp = "power";
  EXPECT_EQ(raised(span.before()), "error cpu.epp");
}

TEST(MachineFlags, VirtualisedIsSaidOfAVirtualMachine) {
  Span span;
  span.end.hypervisor = true;
  EXPECT_EQ(raised(span.before()), "info virtualised");
  span.end.cpu.reset();
  EXPECT_EQ(raised(span.before()), "info virtualised");
}

TEST(MachineFlags, VirtualisedIsAWarningWhereTheHostTookMoreThanOnePercent) {
  EXPECT_EQ(raised(Span().stolen(0.8).before()), "info virtualised");
  EXPECT_EQ(raised(Span().stolen(1.2).before()), "warn virtualised");
  EXPECT_EQ(raised(Span().stolen(0.8).during()), "info virtualised");
  EXPECT_EQ(raised(Span().stolen(1.2).during()), "warn virtualised");
}

TEST(MachineFlags, DiskLowIsAWarningBelowAGibibyte) {
  Span span;
  span.end.disk_free_bytes = std::int64_t{1} << 30;
  EXPECT_EQ(raised(span.before()), "");
  *span.end.disk_free_bytes -= 1;
  EXPECT_EQ(raised(span.before()), "warn disk.low");
}

TEST(MachineFlags, MemLowIsAWarningBelowAGibibyte) {
  Span span;
  span.end.memory_available_bytes = std::int64_t{1} << 30;
  EXPECT_EQ(raised(span.before()), "");
  *span.end.memory_available_bytes -= 1;
  EXPECT_EQ(raised(span.before()), "warn mem.low");
}

TEST(MachineFlags, ThermalThrottleOfTheProcessorIsAWarning) {
  Span span;
  *span.end.package_throttles += 1;
  EXPECT_EQ(raised(span.during()), "warn cpu.thermal_throttle");
  span.end.package_throttles = 0;  // counts do not go down: not told
  EXPECT_EQ(raised(span.during()), "");
}

TEST(MachineFlags, SwapUsedIsAWarning) {
  Span span;
  *span.end.swap_out_pages += 1;
  EXPECT_EQ(raised(span.during()), "warn swap.used");
  span.thresholds.swap_used_pages = 1;
  EXPECT_EQ(raised(span.during()), "");
}

TEST(MachineFlags, SuspendIsAnErrorAboveTenMilliseconds) {
  Span span;
  span.end.clocks.boottime += 9ms;
  span.end.clocks.realtime += 9ms;
  EXPECT_EQ(raised(span.during()), "");
  span.end.clocks.boottime += 2ms;
  EXPECT_EQ(raised(span.during()), "error clock.suspend");
}

TEST(MachineFlags, SuspendIsNoStepOfTheCalendar) {
  Span span;
  span.end.clocks.boottime += 60s;
  span.end.clocks.realtime += 60s;
  EXPECT_EQ(raised(span.during()), "error clock.suspend");
}

TEST(MachineFlags, StepIsAWarningAboveFiftyMillisecondsEitherWay) {
  for (const int sign : {1, -1}) {
    Span span;
    span.end.clocks.realtime += sign * 49ms;
    EXPECT_EQ(raised(span.during()), "");
    span.end.clocks.realtime += sign * 2ms;
    EXPECT_EQ(raised(span.during()), "warn clock.step");
  }
}

TEST(MachineFlags, XidIsAnErrorOfTheTrainingToo) {
  Span span;
  span.begin.xids = 2;
  span.end.xids = 2;
  EXPECT_EQ(raised(span.during()), "");
  span.end.xids = 3;
  EXPECT_EQ(raised(span.during()), "error gpu.xid");
  EXPECT_TRUE(span.during()[0].performance);
}

TEST(MachineFlags, OverheadIsAWarningAboveTwoPercentOfACore) {
  EXPECT_EQ(raised(Span().during(0.19s)), "");
  EXPECT_EQ(raised(Span().during(0.21s)), "warn self.overhead");
}

}  // namespace
}  // namespace mutlua
