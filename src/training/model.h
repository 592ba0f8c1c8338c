// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"

namespace mutlua {

enum class Distribution { uniform, log_uniform };

/// One knob of a training: how it is passed, and the range that mutations draw from.
struct Hyperparameter {
  std::string name;
  std::string flag;
  bool is_integer = false;
  std::optional<double> default_value;  ///< absent: the training's own, unknown to the catalogue
  std::optional<double> low;            ///< both ends of the range, or neither
  std::optional<double> high;
  Distribution distribution = Distribution::uniform;
  double zero_probability = 0;  ///< chance that a draw is 0 before the distribution is asked
};

/// A number to be read from the log: RE2 syntax, case ignored, `^` and `$` at line ends. The first
/// group is the number; without a group, the whole match.
struct Metric {
  std::string name;
  std::string pattern;
};

/// How the log tells epochs apart: a line with the epoch's number, when it starts or when it ends.
struct EpochMarks {
  std::string pattern;  ///< like a Metric's
  bool at_start = false;
};

using Texts = std::vector<std::string>;
using TextPairs = std::vector<std::pair<std::string, std::string>>;

/// How one model is started and how its log is read. Order is the catalogue's everywhere.
struct Model {
  std::string name;  ///< "repository/model"
  std::string repository;
  std::string model;
  std::filesystem::path path;  ///< working folder; relative to the current folder
  Texts prefix;                ///< in front of the command: an environment, a container, srun
  Texts command;               ///< never empty
  std::string model_flag;      ///< empty: the model's name is not passed
  Texts required_arguments;
  std::vector<Hyperparameter> hyperparameters;
  std::vector<Metric> metrics;
  std::optional<EpochMarks> epoch;
  TextPairs environment;
  std::optional<double> timeout_seconds;
  TextPairs roles;                  ///< role -> hyperparameter: {"learning_rate", "alpha"}
  std::optional<double> memory_mb;  ///< expected GPU memory, decimal megabytes
  std::optional<double> gpu_percent;
  std::optional<double> seconds_per_epoch;
  Json cooling;  ///< the catalogue's waits, or null: {seconds, ...}
  Json settle;   ///< {seconds, first_epoch, most_seconds}, or null
  /// Its program stands in for another of the same name: what was imported trained that one.
  bool stand_in = false;
  std::string note;
  std::string source;  ///< file that describes it, for messages; "the script" if defined there

  /// nullptr if there is no such hyperparameter.
  const Hyperparameter* find(const std::string& hyperparameter) const;
  Texts hyperparameter_names() const;
};

/// What scripts see of a model: name, repository, model, hyperparameters, metrics, roles, and
/// memory_mb, gpu_percent, seconds_per_epoch where they are known.
Json to_json(const Model& model);

}  // namespace mutlua
