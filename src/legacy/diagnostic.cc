// SPDX-License-Identifier: MIT
#include "legacy/diagnostic.h"

namespace mutlua {

const char* severity_name(DiagnosticKind severity) {
  switch (severity) {
    case DiagnosticKind::note:
      return "note";
    case DiagnosticKind::warning:
      return "warning";
    case DiagnosticKind::error:
      break;
  }
  return "error";
}

}  // namespace mutlua
