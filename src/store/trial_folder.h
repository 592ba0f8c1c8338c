// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "store/trial_summary.h"

namespace mutlua {

/// The name of a trial's record; its presence means that the trial is finished.
inline constexpr const char* kRecordFile = "experiment.json";

/// An experiment.json. Throws Error if it cannot be read or is no JSON.
Json read_record(const std::filesystem::path& file);

/// The record of a finished trial, complete enough to be judged: label, factors, block, replicate,
/// energy and quality are there. Throws Error(machine) that names the folder to be moved away if
/// the record is damaged or incomplete.
Json read_finished_record(const std::filesystem::path& trial_folder);

/// "{repository}_{model}_{NNN}[_parallel]"; what a file name should not hold becomes '_'.
std::string trial_name(const std::string& repository, const std::string& model, int number,
                       bool parallel);

/// NNN of a trial folder's name; absent if it is not one (interrupted ones are not).
std::optional<int> trial_number(std::string_view name);

struct ScannedTrial {
  std::string name;
  int number = 0;
  bool finished = false;
};

/// The trial folders of a session, by number. Throws Error(machine).
std::vector<ScannedTrial> scan_trials(const std::filesystem::path& session);

/// What is finished in a session, read from the records, in order of execution; without those
/// that cannot be read. Throws Error(machine).
std::vector<TrialSummary> read_summaries(const std::filesystem::path& session);

/// Renames a trial's folder to NAME.interrupted-N, the first free N. Throws Error(machine).
std::filesystem::path set_aside(const std::filesystem::path& trial);

/// Moves all that lies in a trial's folder, but earlier attempts, into its attempts/NUMBER/. Throws
/// Error(machine), also if that is there already.
void move_into_attempt(const std::filesystem::path& trial, int number);

/// Makes all that lies in a folder durable, at any depth. Throws Error(machine).
void sync_tree(const std::filesystem::path& folder);

}  // namespace mutlua
