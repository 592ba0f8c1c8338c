// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace mutlua {

/// Where one experiment of the old tool lies.
struct OldExperiment {
  std::string id;                ///< of its folder, or of its file's name
  std::filesystem::path record;  ///< experiment.json, or ID.json of the tool's first days
  std::filesystem::path energy;  ///< the folder of its raw energy files; it may be absent
  int number = 0;                ///< its place in the session
  bool early = false;            ///< it is not in a folder of its own
};

/// A folder with experiments.
struct OldSession {
  std::filesystem::path folder;
  std::vector<OldExperiment> experiments;  ///< in the order of their numbers
  std::set<int> numbers;                   ///< of all folders that are called like experiments
  std::set<int> bare_loads;                ///< of folders *_parallel that hold no record
};

/// Something that looks like results and cannot be read.
struct Refusal {
  std::filesystem::path path;
  std::string reason;
};

/// All that was found below some folders.
struct OldResults {
  std::vector<OldSession> sessions;           ///< by path
  std::vector<std::filesystem::path> tables;  ///< CSV files with experiments, by path
  std::vector<std::filesystem::path> ours;    ///< sessions of mutlua itself
  std::vector<Refusal> refusals;
};

/// Looks for results of the old tool: in an experiment's folder, a session, a results folder, or
/// anything above, and in CSV files. Follows no links to folders, goes eight levels deep, and
/// changes nothing. Throws Error(usage) for a path that is not there.
OldResults find_old_results(const std::vector<std::filesystem::path>& folders);

}  // namespace mutlua
