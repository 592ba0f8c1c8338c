// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "simulated/figures.h"
#include "simulated/launched_model.h"
#include "simulated/log_lines.h"

namespace mutlua {

class KeyedNoise;

/// What a simulated training will do, in seconds of work: how long it takes alone on the card.
struct SimulatedCourse {
  struct Write {
    double after = 0;  ///< seconds of work
    std::string text;
  };
  double seconds = 1;
  double utilisation = 0.5;  ///< of the card
  double cost = 1;           ///< of its work in watts, against the card's figure
  std::int64_t memory_bytes = 0;
  std::vector<Write> output;  ///< of the log, in its order
  int exit_code = 0;
};

/// Seconds of an epoch of a model that trains alone; absent: unknown.
using EpochSeconds = std::function<std::optional<double>(const Model&)>;

/// Makes courses: durations from what is known of epochs, else from the catalogue, metrics that
/// answer to the learning rate and the epochs, noise by the launch's key alone.
class CourseMaker {
 public:
  /// `catalogue` must live as long; models that a script defines later are known too.
  /// `known` wins over the catalogue; it may be empty.
  CourseMaker(const SimulatedFigures& figures, const Catalogue& catalogue, EpochSeconds known = {});

  /// `key`: what makes this launch this one: seed, trial, repeat, attempt. `free_bytes`: of the
  /// card; a training that needs more ends out of memory.
  SimulatedCourse course(const Launch& launch, const std::string& key, std::int64_t free_bytes);

 private:
  double seconds_per_epoch(const Model& model, double default_epochs) const;
  void write_log(SimulatedCourse& course, const LaunchedModel& launched, const KeyedNoise& noise,
                 double startup, double epochs);
  void run_out_of_memory(SimulatedCourse& course, double startup, std::int64_t free_bytes) const;

  const SimulatedFigures& figures_;
  const Catalogue& catalogue_;
  EpochSeconds known_;
  double unknown_seconds_;
  LogWriter writer_;
};

}  // namespace mutlua
