// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "simulated/figures.h"
#include "simulated/launched_model.h"
#include "simulated/noise.h"

namespace mutlua {

/// What a simulated training has learnt: made up, but with the shape of the real thing. Quality has
/// a peak over the logarithm of the learning rate, near the default and for each model a little
/// elsewhere, and saturates with the epochs. A metric's name says what becomes of it: "loss" and
/// "error" fall, "per_second" is a speed, all others are shares of 1 that grow.
class Learning {
 public:
  /// `seconds`: of the whole training, for speeds.
  Learning(const SimulatedFigures& figures, const LaunchedModel& launched, const KeyedNoise& noise,
           double seconds);

  /// What is the same of a metric in all epochs.
  struct Curve {
    enum class Kind { share, loss, error, speed } kind = Kind::share;
    double own = 1;      ///< metrics of one model differ from each other, always in the same way
    double scatter = 1;  ///< of this training
  };
  Curve curve(const std::string& metric) const;
  double value(const Curve& curve, double epochs) const;

 private:
  const SimulatedFigures& figures_;
  const KeyedNoise& noise_;
  KeyedNoise model_;  ///< the same for all trainings of the model
  double peak_ = 0;   ///< of the quality, at this learning rate
  double usual_epochs_ = 1;
  double epochs_per_second_ = 0;
};

}  // namespace mutlua
