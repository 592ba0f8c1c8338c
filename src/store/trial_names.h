// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace mutlua {

/// What a script calls a trial. It is no part of the trial's identity: a record keeps the names
/// under which it was measured, whatever the script calls the trial since then.
struct TrialNames {
  std::string identity;
  std::optional<std::string> label;
  Json factors = Json::object();

  bool operator==(const TrialNames&) const = default;
};

Json to_json(const TrialNames& names);
/// Throws std::exception for another shape.
TrialNames parse_trial_names(const Json& json);

/// What SESSION/renamed.json holds: trials that the script called otherwise when it was run last
/// than their records do. Empty without the file. Throws Error(machine) if it cannot be read.
std::vector<TrialNames> read_renamed(const std::filesystem::path& session);

/// Replaces the file, durably. Throws Error(machine).
void write_renamed(const std::filesystem::path& session, const std::vector<TrialNames>& trials);

}  // namespace mutlua
