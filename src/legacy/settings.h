// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "legacy/diagnostic.h"
#include "training/catalogue.h"
#include "training/command.h"

namespace mutlua {

/// What the old command line said over the settings file.
struct LegacyOverrides {
  std::optional<std::string> governor;
  std::optional<int> retries;
  std::optional<int> runs;  ///< of every experiment
};

/// A model of the catalogue and the values that it is passed.
struct LegacyTraining {
  std::string model;      ///< "repository/model"
  bool defaults = false;  ///< the catalogue's defaults are passed too
  Values values;          ///< names that the catalogue knows, in the file's order
  Values recorded;        ///< what the old tool recorded and never passed (strict reading only)

  bool operator==(const LegacyTraining&) const = default;
};

/// A range that an experiment draws from instead of the catalogue's.
struct LegacyRange {
  std::string name;
  double low = 0;
  double high = 0;
  Distribution distribution = Distribution::uniform;
  bool integer = false;

  bool operator==(const LegacyRange&) const = default;
};

/// One experiment, whatever dialect it was written in.
struct LegacyEntry {
  std::string where;                 ///< "experiments[3]"
  std::vector<std::string> remarks;  ///< for the reader of the script
  bool opens_section = false;        ///< its first remark stood alone, as a heading
  LegacyTraining foreground;
  std::optional<LegacyTraining> background;
  std::vector<std::string> mutated;  ///< known names, or {"all"}; empty: the values are fixed
  std::vector<LegacyRange> ranges;
  int runs = 1;  ///< different mutations, or repetitions of fixed values; never 0
  std::optional<double> timeout_seconds;
};

/// A pair of models at their defaults: the eleven trials of the concurrent study.
struct LegacyPair {
  std::string companion;  ///< "repository/model"
  std::string varied;
};

/// A settings file as it is understood.
struct LegacySettings {
  std::string name;  ///< of the study: 1 to 200 bytes of UTF-8
  std::string description;
  std::optional<std::string> governor;
  int retries = 2;
  std::vector<std::string> history;  ///< CSV files whose values are not drawn again
  std::vector<LegacyEntry> entries;  ///< those that can be run
  std::vector<LegacyPair> pairs;
  int pair_runs = 1;
};

/// The waits of the old tool, in seconds: between trainings, and from the start of a background
/// until what is measured starts.
constexpr int kLegacyCoolingSeconds = 60;
constexpr int kLegacySettleSeconds = 30;

struct LegacyReading {
  LegacySettings settings;
  Diagnostics diagnostics;
};

/// Reads a settings file of any dialect. What cannot be run is left out and reported as an error;
/// every key that is repaired, ignored or unknown is reported. The strict reading is the one of the
/// old tool's last version. `source_name` is the file's path: its stem names a study without a
/// name. Throws Error(usage) if the document is no object.
LegacyReading read_legacy_settings(const Json& document, const Catalogue& catalogue,
                                   const std::string& source_name, bool strict,
                                   const LegacyOverrides& overrides = {});

}  // namespace mutlua
