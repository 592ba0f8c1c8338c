// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/json.h"
#include "energy/sampler.h"
#include "simulated/card.h"
#include "simulated/clock.h"
#include "simulated/course.h"
#include "simulated/figures.h"
#include "simulated/trainings.h"
#include "training/catalogue.h"

namespace mutlua {

/// A whole machine that is not there: clock, card, trainings and sensors. Two that are given the
/// same figures, catalogue, attempts and launches do the same to the last bit.
class SimulatedMachine {
 public:
  struct Options {
    bool writes_logs = true;
    bool reads_gauges = true;  ///< inside a window too, not only at its edges and marks
    std::function<std::optional<int>()> stop_signal;  ///< asked at each wait; may be empty
    EpochSeconds epoch_seconds = {};                  ///< wins over the catalogue; may be empty
  };

  /// `catalogue` must live as long.
  SimulatedMachine(const SimulatedFigures& figures, const Catalogue& catalogue, Options options);
  SimulatedMachine(const SimulatedMachine&) = delete;
  SimulatedMachine& operator=(const SimulatedMachine&) = delete;

  SimulatedClock& clock() { return clock_; }
  SimulatedTrainings& trainings() { return trainings_; }
  SimulatedCard& card() { return card_; }
  Sampler& sampler() { return sampler_; }

  /// What is launched from now on belongs to this: the only source of its noise, with its command
  /// line and how often that was launched in it.
  void begin_attempt(const std::string& key);

  /// Time, heat and counters, to go on from in another run of the program. REQUIRES: nothing runs.
  Json snapshot() const;
  /// Goes on from there; time never goes back. Throws Error(machine) if it is no snapshot.
  void restore(const Json& snapshot);

 private:
  SimulatedCourse course_of(const Launch& launch, std::int64_t free_bytes);

  SimulatedFigures figures_;
  SimulatedClock clock_;
  SimulatedCard card_;
  CourseMaker courses_;
  std::string attempt_;
  std::map<std::string, int> launches_;  ///< of the attempt, by command line
  SimulatedTrainings trainings_;
  Sampler sampler_;
};

}  // namespace mutlua
