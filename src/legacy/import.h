// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "legacy/old_results.h"
#include "store/warn.h"

namespace mutlua {

/// What was imported of one experiment, for the report.
struct ImportedTrial {
  std::string session;  ///< as in RESULTS/imported
  std::string experiment_id;
  std::string layout;
  std::vector<std::string> flags;
  std::vector<std::string> details;  ///< a sentence for each flag
  std::vector<std::string> repairs;
  std::optional<double> gpu_energy_total_joules;   ///< by the samples' real times
  std::optional<double> legacy_gpu_energy_joules;  ///< the old sum
};

/// What an import did.
struct ImportReport {
  std::vector<ImportedTrial> imported;
  std::vector<Refusal> refused;
  std::size_t duplicates = 0;      ///< known before, or met twice
  std::size_t foreign_energy = 0;  ///< duplicate rows whose energy is not their experiment's
  std::vector<std::filesystem::path> ours;  ///< sessions of mutlua: nothing to import
};

/// Brings the old tool's results below `folders` into RESULTS/imported and the index of `results`.
/// An experiment that is known already is a duplicate and changes nothing, but for one that a
/// table's row told of before its folder was found: the folder replaces it. Nothing in `folders`
/// is changed. Throws Error(usage) for a path that is not there or holds no results, Error(machine)
/// if the results folder cannot be written.
ImportReport import_results(const std::vector<std::filesystem::path>& folders,
                            const std::filesystem::path& results, const Warn& warn);

}  // namespace mutlua
