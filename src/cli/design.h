// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/command_line.h"
#include "legacy/diagnostic.h"
#include "training/catalogue.h"

namespace mutlua {

/// What a run or a plan is about: a Lua script, or the script that settings of the old tool become.
struct Design {
  std::filesystem::path script;          ///< its name in messages; its modules lie beside it
  std::optional<std::string> text = {};  ///< of a translation; absent: the file is read
  Diagnostics diagnostics = {};          ///< of the translation, and of an old command line
  bool complete = true;                  ///< no experiment was left out
};

/// The design that the command line names. A file that is no script of Lua is translated. Throws
/// Error: usage, for what is no JSON or no object; machine, if it cannot be read.
Design design_of(const CommandLine& line, const Catalogue& catalogue);

/// Prints diagnostics to standard error, "severity: place: message" each, without an empty place;
/// no notes if quiet.
void print_diagnostics(const Diagnostics& diagnostics, Verbosity verbosity);

}  // namespace mutlua
