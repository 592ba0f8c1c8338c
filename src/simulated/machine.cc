// SPDX-License-Identifier: MIT
#include "simulated/machine.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "base/error.h"
#include "simulated/sensors.h"

namespace mutlua {

SimulatedMachine::SimulatedMachine(const SimulatedFigures& figures, const Catalogue& catalogue,
                                   Options options)
    : figures_(figures),
      card_(figures),
      courses_(figures_, catalogue, std::move(options.epoch_seconds)),
      trainings_(clock_, card_,
                 {.course = [this](const Launch& launch,
                                   std::int64_t free) { return course_of(launch, free); },
                  .stop_signal = std::move(options.stop_signal),
                  .window_begin =
                      [this, read = options.reads_gauges] {
                        return read ? sampler_.measuring_since() : std::nullopt;
                      },
                  .read = [this] { sampler_.read_now(); }},
                 options.writes_logs),
      sampler_(clock_, simulated_sensors(clock_, card_, trainings_),
               {.rates = {.spin_limit = Seconds(0)}, .threaded = false}) {}

void SimulatedMachine::begin_attempt(const std::string& key) {
  attempt_ = key;
  launches_.clear();
}

SimulatedCourse SimulatedMachine::course_of(const Launch& launch, std::int64_t free_bytes) {
  const int count = ++launches_[fmt::format("{}", fmt::join(launch.argv, "\x1f"))];
  return courses_.course(launch, fmt::format("{}\n{}", attempt_, count), free_bytes);
}

Json SimulatedMachine::snapshot() const {
  Json state = card_.snapshot();
  state["next_process"] = trainings_.next();
  return state;
}

void SimulatedMachine::restore(const Json& snapshot) {
  try {
    card_.restore(snapshot);
    trainings_.restore_next(snapshot.at("next_process").get<ProcessId>());
  } catch (const Json::exception& error) {
    throw Error(ErrorKind::machine,
                fmt::format("the session's last trial does not tell how the simulated machine was "
                            "left ({}); begin a new one with --fresh",
                            error.what()));
  }
  clock_.advance_to(card_.at());
}

}  // namespace mutlua
