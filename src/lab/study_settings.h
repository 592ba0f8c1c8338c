// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace mutlua {

/// What `mut.study` says of all trials.
struct StudySettings {
  std::string name;
  std::optional<std::uint64_t> seed;
  bool sequence_draws = false;  ///< the old tool's generator in call order, instead of keyed draws
  std::string order = "written";
  int retries = 0;
  Json cooling;  ///< null: the catalogue's
  Json settle;
  std::optional<double> timeout_seconds;
  std::vector<std::string> needed_metrics;
  std::string protocol_name = "mutlua";
  int protocol_version = 1;
};

/// Reads the request of the primitive `study`. Throws Error(script).
StudySettings study_settings(const Json& request);

/// The metrics of `needs = { metrics = { ... } }`. Throws Error(script).
std::vector<std::string> needed_metrics(const Json& needs, const std::string& where);

}  // namespace mutlua
