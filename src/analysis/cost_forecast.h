// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace mutlua {

/// What one training of a model cost: seconds, or joules.
struct PastCost {
  std::string session;  ///< those of one session share what the machine was like
  std::string mode;     ///< "sequential" or "parallel"
  std::string load;     ///< what ran beside it; empty: nothing
  double epochs = 1;    ///< positive; 1 everywhere where epochs are unknown
  double cost = 0;      ///< positive
};

/// Trainings of that model that are to come, all in one session.
struct PlannedCost {
  std::string mode;
  std::string load;
  double epochs = 1;
  std::size_t count = 1;
};

/// One way in which a total may be distributed: its logarithm follows Student's t.
struct CostComponent {
  double weight = 1;  ///< those of a forecast add up to 1
  double log_median = 0;
  double log_scale = 0;
  double freedom = 1e9;  ///< degrees of freedom; large: normal
};

/// How the total of some trainings may turn out.
using CostForecast = std::vector<CostComponent>;

/// How epochs are counted.
enum class Epochs {
  counted,  ///< a training runs through all of them
  limited   ///< the hyperparameter is a limit that a training may end before, such as max_iter
};

/// The total cost of the planned trainings of one model, from what others cost.
///
/// A training costs c (epochs + k): k epochs' worth of starting, loading and evaluating. Each k
/// of a grid is a component, weighted by how well the past agrees with it. Around that, logarithms
/// scatter from training to training, from session to session (shared by all trainings of a
/// session, so that many trainings narrow the total only so far), from mode to mode and from load
/// to load: by 5 % each, or by more or less as this model's past shows, in proportion; a mode that
/// the past has not is right within a factor of two at best. Without a
/// past or a plan, an empty forecast. REQUIRES: everything positive.
CostForecast cost_forecast(const std::vector<PastCost>& past, const std::vector<PlannedCost>& plan,
                           Epochs epochs = Epochs::counted);

/// The forecast of somebody's word for it: right within a factor of two, in two thirds of the
/// cases.
CostForecast forecast_from_estimate(double total);

}  // namespace mutlua
