// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>

#include "system/processes.h"
#include "training/catalogue.h"

namespace mutlua {

/// Which training a command line starts.
struct LaunchedModel {
  const Model* model = nullptr;
  std::map<std::string, double> values;  ///< of its hyperparameters, the catalogue's defaults too

  /// The hyperparameter that plays a role ("epochs", "learning_rate"): its value and default.
  /// Absent: it has none, or nothing is known of it.
  std::optional<double> value_of(const std::string& role) const;
  std::optional<double> default_of(const std::string& role) const;
};

/// Reads a launch as the model would that the catalogue describes so. Absent: no such model.
std::optional<LaunchedModel> launched_model(const Catalogue& catalogue, const Launch& launch);

/// Default of the hyperparameter that plays a role, if the catalogue says.
std::optional<double> default_of(const Model& model, const std::string& role);

}  // namespace mutlua
