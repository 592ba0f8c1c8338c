// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace mutlua {

/// How much a flag matters: info changes no verdict, warn makes it suspect, error invalid.
enum class Severity { info, warn, error };

/// Something about a measurement that a reader should know.
struct Flag {
  std::string id;  ///< "gpu.power_aliasing"
  Severity severity = Severity::info;
  std::optional<double> value;      ///< what was seen
  std::optional<double> threshold;  ///< what it was held against
  std::string when;                 ///< before, during or after
  std::string detail;               ///< one sentence
  bool performance = false;  ///< it also concerns what the training achieved, not only joules
};

using Flags = std::vector<Flag>;

std::string to_text(Severity severity);

/// {id, severity, value?, threshold?, when, detail}
Json to_json(const Flag& flag);

/// "ok", "suspect" or "invalid".
std::string verdict_of(const Flags& flags);

}  // namespace mutlua
