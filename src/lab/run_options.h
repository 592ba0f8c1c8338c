// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mutlua {

/// What the command line asks of a run.
struct RunOptions {
  std::filesystem::path results = "results";
  std::filesystem::path script;
  std::optional<std::uint64_t> seed;
  bool fresh = false;         ///< begin a new session and measure everything again
  bool retry_failed = false;  ///< trials that are done but did not count are measured again
  bool gap = false;           ///< measure only what neither this session nor an earlier one has
  bool remeasure = false;     ///< done trials of another version of the trainings, too
  bool fail_fast = false;     ///< end after the first trial that does not count
  bool share_machine = false;
  bool append_summary = false;  ///< at the end: the session's rows, to summary_all.csv
  bool rehearsal = false;       ///< plan: nothing is started and nothing is written
  std::optional<double> cooldown_seconds;
  std::optional<double> settle_seconds;
  std::map<std::string, std::string> script_options;  ///< --name value, as given
  std::vector<std::string> known_options;             ///< those of the command itself
  /// Those of all commands that take a script, which has none of these names: it is one script for
  /// all of them.
  std::vector<std::string> reserved_options;
};

}  // namespace mutlua
