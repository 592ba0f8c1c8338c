// SPDX-License-Identifier: MIT
#include "lab/idle_watch.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

struct State {
  double gpu_watts = 60;
  std::int64_t temperature = 40;
  std::int64_t sm_mhz = 345;
  double cpu_watts = 20;
  int processes = 0;
};

/// A machine with one GPU and one CPU domain that is looked at twice a second.
class Watched {
 public:
  explicit Watched(std::optional<Idle> reference = {}, Cooling cooling = idle_cooling())
      : watch(cooling,
              {DomainInfo{.id = "p", .scope = "package", .joules_per_unit = 1, .modulus = {}}},
              {gpu()}, std::move(reference), Instant{}) {}

  static Cooling idle_cooling() {
    Cooling cooling;
    cooling.until_idle = true;
    return cooling;
  }
  static GpuInfo gpu() {
    GpuInfo info;
    info.uuid = "GPU-1";
    return info;
  }
  /// The seconds after which it is content; -1 if it is not.
  double pass(double seconds, const State& state) {
    for (const double end = now_ + seconds; now_ < end; now_ += 0.5) {
      joules_ += state.cpu_watts * 0.5;
      const Instant at = Instant{} + Seconds(now_);
      Observation seen{.at = at,
                       .cpu = {{static_cast<std::uint64_t>(joules_), at, at, 0}},
                       .gauges = {},
                       .processes = {}};
      seen.gauges = {{"gpu0.average_mw", static_cast<std::int64_t>(state.gpu_watts * 1000)},
                     {"gpu0.temperature_c", state.temperature},
                     {"gpu0.sm_mhz", state.sm_mhz}};
      seen.processes.resize(1);
      seen.processes[0].emplace(static_cast<std::size_t>(state.processes));
      watch.see(seen);
      if (watch.content()) return now_;
    }
    return -1;
  }

  IdleWatch watch;

 private:
  double now_ = 0;
  double joules_ = 0;
};

Idle reference() {
  Watched machine;
  machine.pass(20, {});
  return machine.watch.idle();
}

TEST(IdleWatch, IsContentAfterAWholeWindowOfStillness) {
  Watched machine;
  EXPECT_EQ(machine.pass(60, {}), 10);
  const Idle idle = machine.watch.idle();
  EXPECT_EQ(idle.gpus[0].watts, 60);
  EXPECT_EQ(idle.gpus[0].temperature, 40);
  EXPECT_NEAR(idle.domains[0].value(), 20, 1e-9);
  EXPECT_EQ(idle.context(), std::optional(false));
}

TEST(IdleWatch, WaitsAtLeastAsLongAsTold) {
  Cooling cooling = Watched::idle_cooling();
  cooling.least = Seconds(30);
  EXPECT_EQ(Watched(std::nullopt, cooling).pass(60, {}), 30);
}

struct Criterion {
  State state;
  const char* name;
};

class IdleCriterion : public testing::TestWithParam<Criterion> {};

TEST_P(IdleCriterion, HoldsTheTrialBackAndIsNamed) {
  Watched machine(reference());
  EXPECT_EQ(machine.pass(120, GetParam().state), -1);
  EXPECT_EQ(machine.watch.last_criterion(), GetParam().name);
  EXPECT_GT(machine.pass(60, {}), 0);
}

INSTANTIATE_TEST_SUITE_P(All, IdleCriterion,
                         testing::Values(Criterion{{.gpu_watts = 70}, "GPU power"},
                                         Criterion{{.temperature = 43}, "temperature"},
                                         Criterion{{.sm_mhz = 1980}, "GPU clocks"},
                                         Criterion{{.cpu_watts = 40}, "CPU power"},
                                         Criterion{{.processes = 1},
                                                   "a GPU without processes of ours"}));

TEST(IdleWatch, WaitsWhileTheTemperatureMoves) {
  Watched machine;
  for (int degrees = 60; degrees > 45; --degrees)
    ASSERT_EQ(machine.pass(5, {.temperature = degrees}), -1);
  EXPECT_EQ(machine.watch.last_criterion(), "a temperature that stands still");
  EXPECT_GT(machine.pass(30, {.temperature = 45}), 0);
}

TEST(IdleWatch, TakesWhatIsNotToldForNoCriterion) {
  IdleWatch watch(Watched::idle_cooling(), {}, {Watched::gpu()}, std::nullopt, Instant{});
  for (int i = 0; i <= 20; ++i)
    watch.see({.at = Instant{} + Seconds(i * 0.5), .cpu = {}, .gauges = {}, .processes = {}});
  EXPECT_TRUE(watch.content());
}

}  // namespace
}  // namespace mutlua
