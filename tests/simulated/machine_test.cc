// SPDX-License-Identifier: MIT
#include "simulated/machine.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "simulated/catalogue.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

class Machines : public testing::Test {
 protected:
  /// One training, measured, in an attempt of that name; what is over is waited for.
  Window measured(SimulatedMachine& machine, const std::string& attempt, const std::string& model) {
    machine.begin_attempt(attempt);
    machine.sampler().begin({.folder = {}, .gpus = {}});
    Launch launch = launch_of(model);
    launch.log = folder / "training.log";
    machine.trainings().start(launch);
    while (!std::holds_alternative<Exit>(
        machine.trainings().wait(machine.clock().now() + Seconds(1e6)))) {
    }
    return machine.sampler().finish();
  }

  TempFolder folder;
  Catalogue catalogue = test_catalogue();
  SimulatedFigures figures;
};

TEST_F(Machines, MeasureWhatTheCardUsedByTheOrdinarySampler) {
  SimulatedMachine machine(figures, catalogue, {});
  const double before = machine.card().gpu_joules();
  const Window window = measured(machine, "a", "large");
  EXPECT_NEAR(window.gpu()->value, machine.card().gpu_joules() - before, 0.002);
  EXPECT_NEAR(window.cpu()->value, 40 * window.duration().count(), 0.001);
  EXPECT_GT(window.gpu()->value / window.duration().count(), 130);
  const GaugeSummary* use = window.gauge("gpu0.utilisation_pct");
  ASSERT_NE(use, nullptr);
  EXPECT_EQ(use->most, 80);
  EXPECT_GT(use->mean, 70);
  EXPECT_GT(window.gauge("gpu0.temperature_c")->most, 50);
  EXPECT_EQ(window.gpus.front().processes.size(), 1u);
}

TEST_F(Machines, DoTheSameToTheLastBit) {
  SimulatedMachine one(figures, catalogue, {});
  SimulatedMachine other(figures, catalogue, {});
  EXPECT_EQ(measured(one, "a", "small").gpu(), measured(other, "a", "small").gpu());
  EXPECT_EQ(one.snapshot(), other.snapshot());
}

TEST_F(Machines, GiveEachAttemptItsOwnNoise) {
  SimulatedMachine machine(figures, catalogue, {});
  const Window first = measured(machine, "a", "small");
  EXPECT_NE(measured(machine, "b", "small").duration(), first.duration());
  EXPECT_EQ(measured(machine, "a", "small").duration(), first.duration()) << "whatever ran before";
}

TEST_F(Machines, GoOnFromASnapshotAsIfTheyHadNeverStopped) {
  figures.drift_percent_per_hour = 5;
  SimulatedMachine undisturbed(figures, catalogue, {});
  measured(undisturbed, "a", "large");
  const std::string left = undisturbed.snapshot().dump();
  SimulatedMachine restored(figures, catalogue, {});
  restored.restore(parse_json(left, "snapshot"));
  const Window expected = measured(undisturbed, "b", "small");
  const Window window = measured(restored, "b", "small");
  EXPECT_EQ(window.begin, expected.begin);
  EXPECT_EQ(window.end, expected.end);
  EXPECT_EQ(window.gpu(), expected.gpu());
  EXPECT_EQ(window.gauge("gpu0.temperature_c")->mean, expected.gauge("gpu0.temperature_c")->mean);
  EXPECT_EQ(restored.snapshot(), undisturbed.snapshot());
}

TEST_F(Machines, RefuseWhatIsNoSnapshot) {
  SimulatedMachine machine(figures, catalogue, {});
  EXPECT_THROW(machine.restore(nullptr), Error);
  EXPECT_THROW(machine.restore({{"at_ns", "soon"}}), Error);
}

}  // namespace
}  // namespace mutlua
