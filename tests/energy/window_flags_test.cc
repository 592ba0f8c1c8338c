// SPDX-License-Identifier: MIT
#include "energy/window_flags.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "energy/fake_sensors.h"

namespace mutlua {
namespace {

bool has(const Flags& flags, const std::string& id) {
  return std::any_of(flags.begin(), flags.end(), [&](const Flag& flag) { return flag.id == id; });
}

const Flag& the(const Flags& flags, const std::string& id) {
  return *std::find_if(flags.begin(), flags.end(), [&](const Flag& flag) { return flag.id == id; });
}

/// A column of whole numbers that a test sets.
class FakeGauges : public Gauges {
 public:
  explicit FakeGauges(std::vector<GaugeInfo> columns)
      : values(columns.size(), 0), columns_(std::move(columns)) {}
  const std::vector<GaugeInfo>& gauges() const override { return columns_; }
  void read(std::span<GaugeValue> row) noexcept override {
    std::copy(values.begin(), values.end(), row.begin());
  }
  std::vector<std::int64_t> values;

 private:
  std::vector<GaugeInfo> columns_;
};

struct Scene : VirtualMachine {
  Scene() : gpu(add_gpu()) { gpu.utilisation = 90; }

  FakeGauges& add_slow(std::vector<GaugeInfo> columns) {
    auto owned = std::make_unique<FakeGauges>(std::move(columns));
    FakeGauges& gauges = *owned;
    sensors.slow.push_back(std::move(owned));
    return gauges;
  }
  FakeGauges& add_fast(std::vector<GaugeInfo> columns) {
    auto owned = std::make_unique<FakeGauges>(std::move(columns));
    FakeGauges& gauges = *owned;
    sensors.fast.push_back(std::move(owned));
    return gauges;
  }
  /// A window of ten seconds in which something happens after five.
  Flags flags(
      const std::function<void()>& happens = [] {}, Seconds span = Seconds(10)) {
    begin();
    run(span / 2);
    happens();
    run(span / 2);
    return window_flags(end(), thresholds);
  }

  FakeGpu& gpu;
  Thresholds thresholds;
};

TEST(WindowFlags, AreNoneOfWeightForAnOrdinaryWindow) {
  Scene scene;
  scene.add_package();
  const Flags flags = scene.flags();
  EXPECT_EQ(verdict_of(flags), "ok") << (flags.empty() ? "" : flags.front().id);
}

TEST(WindowFlags, CounterResetIsAnError) {
  Scene scene;
  EXPECT_EQ(the(scene.flags([&] { scene.gpu.counter_offset = 0; }), "counter_reset").severity,
            Severity::error);
  EXPECT_FALSE(has(Scene().flags(), "counter_reset"));
}

TEST(WindowFlags, CounterStuckNeedsTwentyUpdatesOfStandstill) {
  Scene stuck;
  EXPECT_TRUE(has(stuck.flags([&] { stuck.gpu.stuck_at = stuck.gpu.read_counter().raw; }),
                  "counter_stuck"));
  EXPECT_FALSE(has(Scene().flags(), "counter_stuck"));
}

TEST(WindowFlags, AWrapThatMayHaveHappenedTwiceIsAmbiguous) {
  Scene scene;
  scene.add_package(900);
  scene.begin();
  scene.clock.advance(Seconds(600));  // 262 kJ take less than five minutes
  scene.measurement->run_due();
  EXPECT_TRUE(has(window_flags(scene.end(), {}), "wrap_ambiguous"));
  Scene other;
  other.add_package(900);
  EXPECT_FALSE(has(other.flags(), "wrap_ambiguous"));
}

TEST(WindowFlags, AShortWindowIsOneOfUnderTwentyUpdates) {
  Scene shorter;
  EXPECT_TRUE(has(shorter.flags([] {}, Seconds(1.5)), "short_window"));
  Scene longer;
  EXPECT_FALSE(has(longer.flags([] {}, Seconds(2.5)), "short_window"));
}

TEST(WindowFlags, OfAMomentSayThatItIsShortAndNoMore) {
  Scene scene;
  FakeGauges& own = scene.add_fast({{"self.cpu_us", GaugeInfo::Kind::total}});
  const Flags flags = scene.flags([&] { own.values = {5000}; }, Seconds(0.03));
  EXPECT_TRUE(has(flags, "short_window"));
  EXPECT_FALSE(has(flags, "gpu.power_aliasing"));
  EXPECT_FALSE(has(flags, "self.overhead"));
}

TEST(WindowFlags, SampleGapsWarnAndInvalidateEnergyFromPowerAlone) {
  VirtualMachine machine;
  FakeGpu::Behaviour lossy;
  lossy.lost_samples = 0.9;
  machine.add_gpu(lossy);
  FakeGpu& only_power = machine.add_gpu(lossy);
  only_power.facts.counter = false;
  machine.begin();
  machine.run(Seconds(10));
  const Window window = machine.end();
  Flags flags = window_flags(window, {});
  flags.erase(std::remove_if(flags.begin(), flags.end(),
                             [](const Flag& flag) { return flag.id != "sample.gaps"; }),
              flags.end());
  ASSERT_EQ(flags.size(), 2u);
  EXPECT_EQ(flags[0].severity, Severity::warn);
  EXPECT_EQ(flags[1].severity, Severity::error);
  EXPECT_FALSE(has(Scene().flags(), "sample.gaps"));
}

TEST(WindowFlags, LateReadingsAreFlagged) {
  Scene scene;
  scene.begin();
  for (int i = 0; i < 10; ++i) {
    scene.clock.advance(Seconds(1));
    scene.measurement->run_due();
  }
  EXPECT_TRUE(has(window_flags(scene.end(), {}), "sample.late"));
  EXPECT_FALSE(has(Scene().flags(), "sample.late"));
}

/// A load that is on for half of each period; the sensor looks at an instant every 20 ms.
Flags under_bursts(double period, double phase) {
  VirtualMachine machine;
  FakeGpu::Behaviour behaviour;
  behaviour.sample_look = 0.001;
  FakeGpu& gpu = machine.add_gpu(behaviour);
  for (double second = 995; second < 1030; second += period) {
    gpu.power.set(second + phase, 700);
    gpu.power.set(second + phase + period / 2, 120);
  }
  machine.begin();
  machine.run(Seconds(10));
  return window_flags(machine.end(), {});
}

TEST(WindowFlags, ALoadInStepWithTheSensorIsAnAliasAndOneOutOfStepIsNot) {
  const Flags flags = under_bursts(0.02, 0.0005);
  ASSERT_TRUE(has(flags, "gpu.power_aliasing"));
  EXPECT_EQ(the(flags, "gpu.power_aliasing").severity, Severity::error);
  EXPECT_FALSE(has(under_bursts(0.0317, 0), "gpu.power_aliasing"));
}

TEST(WindowFlags, WithoutACounterTheOtherReadingsCheckEachOther) {
  VirtualMachine machine;
  FakeGpu::Behaviour behaviour;
  behaviour.sample_look = 0.001;
  FakeGpu& gpu = machine.add_gpu(behaviour);
  gpu.facts.counter = false;
  for (double second = 995; second < 1050; second += 0.02) {
    gpu.power.set(second + 0.0005, 700);
    gpu.power.set(second + 0.0105, 120);
  }
  machine.begin();
  machine.run(Seconds(31));
  EXPECT_TRUE(has(window_flags(machine.end(), {}), "energy.crosscheck_failed"));
  Scene scene;
  scene.gpu.facts.counter = false;
  EXPECT_FALSE(has(scene.flags([] {}, Seconds(31)), "energy.crosscheck_failed"));
}

TEST(WindowFlags, AShortWindowAmongBurstsIsNoAliasBecauseOfTheAverage) {
  VirtualMachine machine;
  FakeGpu& gpu = machine.add_gpu();
  for (double second = 995; second < 1030; second += 1.3) {
    gpu.power.set(second, 300);
    gpu.power.set(second + 0.65, 100);
  }
  machine.begin();
  machine.run(Seconds(2.5));
  EXPECT_FALSE(has(window_flags(machine.end(), {}), "gpu.power_aliasing"));
}

TEST(WindowFlags, ThePowerLimitAtWorkIsNotedWithItsShareAndChangesNoVerdict) {
  Scene scene;
  scene.gpu.held.power_ns = 0;
  const Flags flags = scene.flags([&] { scene.gpu.held.power_ns = 5'000'000'000; });
  ASSERT_TRUE(has(flags, "gpu.sw_power_cap"));
  EXPECT_NEAR(*the(flags, "gpu.sw_power_cap").value, 0.5, 0.01);
  EXPECT_EQ(the(flags, "gpu.sw_power_cap").severity, Severity::info);
  Scene idle;
  idle.gpu.held.power_ns = 7;
  EXPECT_FALSE(has(idle.flags(), "gpu.sw_power_cap"));
}

TEST(WindowFlags, HeatIsAWarningFromTheCounterAndFromTheReasons) {
  Scene counted;
  counted.gpu.held.thermal_ns = 0;
  EXPECT_TRUE(has(counted.flags([&] { counted.gpu.held.thermal_ns = 100'000'000; }),
                  "gpu.thermal_throttle"));
  Scene seen;
  EXPECT_TRUE(has(seen.flags([&] { seen.gpu.clock_reasons = 0x20; }), "gpu.thermal_throttle"));
  Scene capped;
  EXPECT_FALSE(has(capped.flags([&] { capped.gpu.clock_reasons = 0x4; }), "gpu.thermal_throttle"));
}

TEST(WindowFlags, APowerBrakeIsAnErrorAndApplicationClocksAreNoted) {
  Scene brake;
  EXPECT_EQ(the(brake.flags([&] { brake.gpu.clock_reasons = 0x80; }), "gpu.power_brake").severity,
            Severity::error);
  Scene clocks;
  EXPECT_EQ(the(clocks.flags([&] { clocks.gpu.clock_reasons = 0x2; }), "gpu.app_clocks").severity,
            Severity::info);
  const Flags none = Scene().flags();
  EXPECT_FALSE(has(none, "gpu.power_brake"));
  EXPECT_FALSE(has(none, "gpu.app_clocks"));
}

TEST(WindowFlags, TheCardsSettingsAreFlagged) {
  Scene scene;
  scene.gpu.facts.persistence = false;
  scene.gpu.facts.mig = true;
  scene.gpu.facts.default_power_limit = Watts{600};
  scene.gpu.facts.compute_mode = "exclusive_process";
  const Flags flags = scene.flags();
  EXPECT_EQ(the(flags, "gpu.persistence_off").severity, Severity::warn);
  EXPECT_EQ(the(flags, "gpu.mig_shared").severity, Severity::warn);
  EXPECT_EQ(the(flags, "gpu.power_limit").severity, Severity::info);
  EXPECT_EQ(the(flags, "gpu.compute_mode").severity, Severity::info);
  Scene plain;
  plain.gpu.facts.persistence = true;
  plain.gpu.facts.mig = false;
  plain.gpu.facts.default_power_limit = plain.gpu.facts.power_limit;
  plain.gpu.facts.compute_mode = "default";
  const Flags none = plain.flags();
  for (const char* id :
       {"gpu.persistence_off", "gpu.mig_shared", "gpu.power_limit", "gpu.compute_mode"})
    EXPECT_FALSE(has(none, id)) << id;
}

TEST(WindowFlags, TheMachinesTroublesComeFromTheGaugesOfTheWindow) {
  Scene scene;
  FakeGauges& gauges = scene.add_slow({{"cpu.package_throttles", GaugeInfo::Kind::total},
                                       {"swap.in_pages", GaugeInfo::Kind::total},
                                       {"swap.out_pages", GaugeInfo::Kind::total},
                                       {"clock.boottime_offset_us"},
                                       {"clock.realtime_offset_us"}});
  FakeGauges& own = scene.add_fast({{"self.cpu_us", GaugeInfo::Kind::total}});
  const Flags flags = scene.flags([&] {
    gauges.values = {3, 5, 0, 20'000, 100'000};
    own.values = {1'000'000};
  });
  for (const char* id :
       {"cpu.thermal_throttle", "swap.used", "clock.suspend", "clock.step", "self.overhead"})
    EXPECT_TRUE(has(flags, id)) << id;
  Scene calm;
  calm.add_slow({{"cpu.package_throttles", GaugeInfo::Kind::total},
                 {"swap.in_pages", GaugeInfo::Kind::total},
                 {"swap.out_pages", GaugeInfo::Kind::total},
                 {"clock.boottime_offset_us"},
                 {"clock.realtime_offset_us"}});
  EXPECT_EQ(verdict_of(calm.flags()), "ok");
}

TEST(WindowFlags, ASuspendAloneIsNoStepOfTheCalendar) {
  Scene scene;
  FakeGauges& gauges = scene.add_slow({{"clock.boottime_offset_us"}, {"clock.realtime_offset_us"}});
  const Flags flags = scene.flags([&] { gauges.values = {5'000'000, 5'000'000}; });
  EXPECT_TRUE(has(flags, "clock.suspend"));
  EXPECT_FALSE(has(flags, "clock.step"));
}

TEST(WindowFlags, AnIncompleteTraceIsAWarning) {
  Scene scene;
  scene.begin();
  scene.run(Seconds(5));
  Window window = scene.end();
  EXPECT_FALSE(has(window_flags(window, {}), "trace.truncated"));
  window.truncated = true;
  EXPECT_TRUE(has(window_flags(window, {}), "trace.truncated"));
}

TEST(WindowFlags, AMissingSourceIsNotedWithItsReason) {
  Scene scene;
  scene.sensors.unavailable.cpu = "there is no powercap tree";
  const Flags flags = scene.flags();
  ASSERT_TRUE(has(flags, "source.missing"));
  EXPECT_NE(the(flags, "source.missing").detail.find("powercap"), std::string::npos);
  Scene whole;
  whole.add_package();
  EXPECT_FALSE(has(whole.flags(), "source.missing"));
}

TEST(WindowFlags, OfGpusThatAreNotAssignedDoNotConcernTheWindow) {
  Scene scene;
  FakeGpu& other = scene.add_gpu();
  other.clock_reasons = 0x80;
  scene.begin({.folder = {}, .gpus = {scene.gpu.facts.uuid}});
  scene.run(Seconds(5));
  EXPECT_FALSE(has(window_flags(scene.end(), {}), "gpu.power_brake"));
}

TEST(WindowFlags, CarryWhatIsOddAboutTheSensors) {
  Scene scene;
  scene.sensors.notes.emplace_back().id = "rapl.mirrored_zones";
  EXPECT_TRUE(has(scene.flags(), "rapl.mirrored_zones"));
}

}  // namespace
}  // namespace mutlua
