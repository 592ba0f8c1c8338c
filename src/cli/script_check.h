// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "cli/command_line.h"
#include "cli/design.h"
#include "cli/fault.h"
#include "training/catalogue.h"

namespace mutlua {

/// What a check found.
struct Findings {
  Faults faults;
  std::optional<std::size_t> trials = {};  ///< that the rehearsal came to; absent: none was made

  /// Neither an error nor a warning.
  bool clean() const;
};

/// Rehearses a script, or the one that a settings file becomes, and looks for globals that nothing
/// gives a value. REQUIRES: the command line is that of a rehearsal. Throws fatal Errors.
void check_script(const CommandLine& line, const Design& design, Catalogue& catalogue,
                  Findings& findings);

/// The text of a file; empty if there is no such file. Throws Error(machine).
std::string content_or_nothing(const std::string& file);

}  // namespace mutlua
