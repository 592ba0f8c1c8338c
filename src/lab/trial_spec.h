// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/json.h"
#include "lab/model_use.h"
#include "lab/run_options.h"
#include "lab/study_settings.h"
#include "lab/waits.h"

namespace mutlua {

/// One treatment that is to be applied once and measured once.
struct TrialSpec {
  std::vector<ModelUse> foregrounds;  ///< measured; empty: only the load is
  std::vector<ModelUse> backgrounds;
  std::optional<double> seconds;  ///< how long a load alone is measured
  std::optional<std::string> block;
  std::optional<std::string> label;
  Json factors = Json::object();
  int replicate = 1;
  int occurrence = 1;  ///< which of several equal ones
  Cooling cooling;
  Settling settle;
  std::optional<double> timeout_seconds;
  int retries = 0;
  Needs needs;
  Json gpus;  ///< as written; null: all
  std::optional<std::string> governor;
  std::string identity;  ///< SHA-256 over what the trial is; see Identities

  const ModelUse& first() const {
    return foregrounds.empty() ? backgrounds.front() : foregrounds.front();
  }
  bool parallel() const { return !backgrounds.empty(); }
  std::string mode() const {
    return foregrounds.empty() ? "background" : parallel() ? "parallel" : "sequential";
  }
};

/// Reads one trial of the request of the primitive `identify`. Throws Error(script).
TrialSpec trial_spec(const Json& trial, const std::string& where, const Catalogue& catalogue,
                     const StudySettings& study, const RunOptions& options);

/// What the trial is, as its record keeps it: all that its identity is taken from but which of
/// several equal ones it is.
Json treatment_of(const TrialSpec& trial, const std::string& catalogue, const StudySettings& study);

/// Gives trials their identity: what they are, not where they stand. Study, catalogue, models with
/// values, arguments, environment and GPUs, what is recorded beside them, waits, governor,
/// protocol, block, replicate, and which of several equal ones it is; not label, factors, needs,
/// timeout, retries, order or seed.
class Identities {
 public:
  Identities(std::string catalogue, const StudySettings& study)
      : catalogue_(std::move(catalogue)), study_(study) {}

  /// Sets identity and occurrence. Equal trials are told apart by the order of these calls.
  void give(TrialSpec& trial);

 private:
  std::string catalogue_;
  const StudySettings& study_;
  std::unordered_map<std::string, int> seen_;  ///< how often an equal trial was given one
};

}  // namespace mutlua
