// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "legacy/old_log.h"
#include "training/log_reader.h"
#include "training/model.h"

namespace mutlua {

/// A training's log, read by both sets of rules.
struct ExtractedLog {
  explicit ExtractedLog(const Model& what) : model(what), own(what), old(what) {}

  const Model& model;
  LogReader own;
  LegacyLogReader old;
  std::optional<int> exit_status;  ///< absent: nothing tells it
};

/// Reads the file from its beginning to its end. Memory is bounded.
/// Throws Error(machine) if it cannot be read.
ExtractedLog read_log(const std::filesystem::path& log, const Model& model);

/// mutlua's verdict on a log alone. Where the exit status is not known it is taken as 0, unless the
/// log speaks of an error: then nothing is known.
struct OwnVerdict {
  std::optional<bool> success;
  std::string reason;
};

OwnVerdict own_verdict(const ExtractedLog& log);

/// The metrics that the old tool kept: none of a training that it took for failed.
std::vector<LegacyMetric> kept_metrics(const ExtractedLog& log);

/// What the two sets of rules do not agree on.
struct RuleDifference {
  std::string about;  ///< "verdict", or a metric
  std::string why;
};

std::vector<RuleDifference> rule_differences(const ExtractedLog& log);

}  // namespace mutlua
