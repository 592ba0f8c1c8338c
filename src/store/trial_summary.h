// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"

namespace mutlua {

using NamedValues = std::vector<std::pair<std::string, Json>>;  ///< numbers, texts, booleans

/// One value that a training was given or used, for the index.
struct SummaryValue {
  std::string role;  ///< "foreground" or "background"
  int position = 1;  ///< which of several, from 1
  std::string name;
  Json value;          ///< number, text or boolean; null if unknown
  std::string source;  ///< "passed", "recorded" (and not passed), "catalogue default", "unknown"
};

struct SummaryAttempt {
  int training = 1;  ///< which foreground, from 1
  int number = 1;
  std::optional<std::string> status;
  std::optional<double> duration_seconds;
  std::optional<double> gpu_energy_joules;
  std::optional<double> cpu_energy_joules;
  std::optional<std::string> reason;
};

struct SummaryEpoch {
  int training = 1;
  std::int64_t number = 0;
  std::optional<double> seconds;
  std::optional<double> joules;  ///< of all that was measured
  std::optional<double> cpu_joules;
  Json metrics;  ///< object
};

/// One energy domain: the CPU or one GPU.
struct SummaryDomain {
  std::string domain;  ///< "cpu", or a GPU's UUID
  std::optional<double> gross_joules;
  std::optional<double> active_joules;
  std::optional<std::string> method;
  std::optional<std::string> evidence;
  std::optional<double> u_random_joules;
  std::optional<double> u_alias_joules;
  std::optional<double> u_systematic_pct;
};

struct SummaryFlag {
  std::string id;
  std::optional<std::string> severity;
  Json value;
  Json threshold;
  std::optional<std::string> detail;
};

/// What the index and summary.csv hold of one trial: read from its experiment.json, in the flat or
/// the parallel form, also one of the old tool. What the record lacks is absent here.
struct TrialSummary {
  std::string session;  ///< in which the index has it; empty in a summary of a record
  std::string experiment_id;
  std::optional<std::string> identity;
  std::optional<std::string> treatment;
  int repeat = 1;
  int execution_number = 0;
  std::optional<int> lifetime;
  std::optional<std::string> study;
  std::optional<std::string> catalogue;
  bool simulated = false;
  std::optional<std::string> block;
  std::optional<std::string> label;
  std::string mode;                       ///< "sequential", "parallel", "background" or "by hand"
  std::optional<std::string> repository;  ///< of the first foreground; absent for a load alone
  std::optional<std::string> model;
  /// Of several foregrounds: all, "repository/model" joined by " + "; absent for one or none.
  std::optional<std::string> foregrounds;
  std::optional<std::string> background;  ///< "repository/model", several joined by " + "
  std::optional<int> replicate;
  std::optional<int> occurrence;
  std::optional<bool> success;
  std::optional<std::string> status;
  std::optional<std::string> energy_verdict;
  std::optional<std::string> performance_verdict;
  std::optional<double> duration_seconds;
  std::optional<std::int64_t> retries;
  std::optional<std::string> message;
  std::optional<std::string> timestamp;   ///< local, as in the record
  std::optional<std::string> started_at;  ///< UTC
  std::optional<std::string> ended_at;

  /// The eleven figures of energy_metrics under their names, in their order; null if unknown.
  std::vector<std::optional<double>> energy_metrics;
  std::optional<double> total_energy_joules;
  std::optional<double> legacy_gpu_energy_joules;
  std::optional<double> peak_gpu_memory_bytes;  ///< of the first foreground's own processes
  Json repositories;  ///< [{folder, commit, dirty}] of the trainings' git repositories, or null
  std::optional<std::string> background_note;           ///< of the first background
  std::optional<std::string> background_log_directory;  ///< as it was recorded
  std::optional<std::string> imported_from;  ///< the old tool's folder or table; absent: our own
  std::optional<std::string> layout;         ///< in which form an imported trial was found there

  NamedValues factors;
  NamedValues metrics;                       ///< of the first foreground
  std::vector<NamedValues> further_metrics;  ///< of the second foreground, the third, ...
  std::vector<SummaryValue> hyperparameters;
  std::vector<SummaryAttempt> attempts;
  std::vector<SummaryEpoch> epochs;
  std::vector<SummaryDomain> domains;
  std::vector<SummaryFlag> flags;
  std::vector<Json> emitted;

  /// "repository/model", or what of it is known; of several foregrounds all of them.
  std::string full_model() const;
  std::optional<double> energy(const std::string& metric) const;
};

/// Its factors as JSON, as the index has them.
std::string factors_text(const TrialSummary& trial);

/// The names of energy_metrics, in order.
const std::vector<std::string>& energy_metric_names();

/// The summary of a record. `folder` is the name of the trial's folder: it is the experiment_id,
/// and its number stands in for a missing execution_number. If it is empty, the record's own
/// experiment_id counts. A field of an unexpected type counts as missing.
TrialSummary summarise(const Json& record, const std::string& folder);

}  // namespace mutlua
