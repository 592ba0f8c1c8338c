// SPDX-License-Identifier: MIT
#include "legacy/diagnostic.h"

namespace mutlua {

const char* severity_name(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

}  // namespace mutlua
