// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace mutlua {

enum class DiagnosticKind {
  note,     ///< it changes nothing: a remark, a label
  warning,  ///< it was repaired, or ignored though somebody may have meant something by it
  error,    ///< an experiment that cannot be run is left out
};

/// What was done with one key of a settings file, or with one word of an old command line.
struct Diagnostic {
  DiagnosticKind severity = DiagnosticKind::note;
  std::string where;  ///< "experiments[0].note", "-mr2"
  std::string message;
};

using Diagnostics = std::vector<Diagnostic>;

/// "note", "warning", "error".
const char* severity_name(DiagnosticKind severity);

}  // namespace mutlua
