// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "cli/finding.h"
#include "cli/terminal.h"

namespace mutlua {

/// {"machine", "errors", "warnings", "findings": [{"area", "name", "state", "text", "remedy",
/// "detail"}]}
Json doctor_document(const Findings& findings, const Json& machine);

/// The findings by area, as lines that fit the terminal; what is to be done stands below.
std::string doctor_text(const Findings& findings, const Json& machine, const TerminalStyle& style);

}  // namespace mutlua
