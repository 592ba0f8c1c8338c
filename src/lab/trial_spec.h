// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
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
  std::string identity;  ///< SHA-256 over what the trial is; see identity.h
  bool spare = false;    ///< it may be left undone: then it is not missed
  Json by_hand;          ///< what the script names a trial by hand by; null for one that was added

  /// REQUIRES: it has one, as every trial that was added.
  const ModelUse& first() const {
    return foregrounds.empty() ? backgrounds.front() : foregrounds.front();
  }
  bool parallel() const { return !backgrounds.empty(); }
  bool is_by_hand() const { return !by_hand.is_null(); }
  bool is_sentinel() const { return factors.value("sentinel", Json()) == true; }
  std::string mode() const {
    if (is_by_hand()) return "by hand";
    return foregrounds.empty() ? "background" : parallel() ? "parallel" : "sequential";
  }
};

/// Reads one trial as the primitive `identify` gets it. Throws Error(script).
TrialSpec trial_spec(const Json& trial, const std::string& where, const Catalogue& catalogue,
                     const StudySettings& study, const RunOptions& options);

/// A trial by hand. What it runs is known when it has run: until then it has no models. Its
/// identity is over study, catalogue and `data` alone; a text, or the field `label`, is its label,
/// and other fields that are numbers, texts or booleans are its factors.
TrialSpec by_hand_spec(const Json& data, const std::string& catalogue, const StudySettings& study);

/// Some replicates of one treatment, as the primitive `identify` gets them: a trial, with
/// `replicate`, the first of them (1), and `replicates`, how many (1). A description may have
/// `varied` = {name, numbers}: the value that this hyperparameter has in each of them; false: none.
class Treatment {
 public:
  /// Throws Error(script).
  Treatment(const Json& request, const std::string& where, const Catalogue& catalogue,
            const StudySettings& study, const RunOptions& options);
  /// Of one trial.
  explicit Treatment(TrialSpec trial);

  std::size_t size() const { return size_; }
  /// What the replicates have in common. Its `replicate` and seeds are those of none in particular.
  const TrialSpec& common() const { return common_; }
  int replicate(std::size_t index) const { return common_.replicate + static_cast<int>(index); }
  /// Makes common(), or another of the replicates, the one with that index, from 0; but for its
  /// identity and occurrence.
  void vary(TrialSpec& trial, std::size_t index) const;

 private:
  struct Varied {
    std::vector<ModelUse> TrialSpec::*uses;
    std::size_t use;
    std::string name;
    Json numbers;
  };
  void find_varied(const Json& request, const char* role, std::vector<ModelUse> TrialSpec::*uses,
                   const std::string& where);

  TrialSpec common_;
  std::size_t size_;
  std::vector<Varied> varied_;
};

}  // namespace mutlua
