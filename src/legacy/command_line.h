// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "legacy/diagnostic.h"
#include "legacy/settings.h"

namespace mutlua {

/// What a command line of the old tool asks for.
struct LegacyCommand {
  enum class Kind {
    list,      ///< -l: the catalogue
    settings,  ///< -ec FILE: run a settings file
    mutation,  ///< -r -m -mt: run mutations of one model
  };
  Kind kind = Kind::settings;
  std::string file;                ///< of kind settings
  Json settings;                   ///< of kind mutation: the settings file that says the same
  LegacyOverrides overrides;       ///< of kind settings: -g, -mr and -n
  std::vector<std::string> words;  ///< for mutlua run: --seed, --models, what is mutlua's own
  bool append_summary = false;     ///< -S: append to summary_all.csv in the results folder
  Diagnostics diagnostics;
};

/// Understands the arguments (without the program's name) if they are the old tool's: they begin
/// with an option, and one of them is -ec, -r, -m, -mt, -n, -g, -mr, -l or -S, or one of their long
/// forms. Otherwise gives nothing. Rules of argparse hold: any order, --option=value, -n5,
/// unambiguous beginnings of long names, the last one wins. Throws Error(usage) for a bad value, an
/// ambiguous or missing one.
std::optional<LegacyCommand> legacy_command_line(const std::vector<std::string>& arguments);

}  // namespace mutlua
