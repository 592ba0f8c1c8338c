// SPDX-License-Identifier: MIT
#include "lab/supervisor.h"

#include <gtest/gtest.h>

#include <csignal>

#include "base/error.h"
#include "support/simulated_processes.h"

namespace mutlua {
namespace {

struct Heard : Listener {
  void on_output() override {}
  void on_exit(const Exit&) override { ended = true; }
  bool ended = false;
};

struct Supervised {
  SimulatedClock clock;
  SimulatedProcesses processes{clock, [](const Launch&) { return SimulatedRun{}; }, false};
  Supervisor supervisor{clock, processes};
};

TEST(Supervisor, DealsWithTrainingsWhileASensorDoesNotAnswer) {
  Supervised machine;
  Heard heard;
  machine.supervisor.start({.argv = {"train"}, .environment = {}, .folder = {}, .log = {}}, heard);
  machine.supervisor.wait_for_sensors([] { return false; }, Instant{} + Seconds(10));
  EXPECT_TRUE(heard.ended);
  EXPECT_EQ(machine.clock.now(), Instant{} + Seconds(10));
}

TEST(Supervisor, NotesAWishToStopWhileASensorDoesNotAnswer) {
  Supervised machine;
  machine.processes.request_stop(SIGTERM);
  EXPECT_NO_THROW(
      machine.supervisor.wait_for_sensors([] { return false; }, Instant{} + Seconds(1)));
  EXPECT_THROW(machine.supervisor.refuse_if_stopped(), Error);
}

}  // namespace
}  // namespace mutlua
