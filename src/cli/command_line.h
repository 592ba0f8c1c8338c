// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/terminal.h"
#include "lab/run_options.h"

namespace mutlua {

/// What the user asked for.
struct CommandLine {
  RunOptions run;
  std::vector<std::filesystem::path> models;  ///< catalogue files; empty: the installed one
  Verbosity verbosity = Verbosity::normal;
  bool json = false;
  bool csv = false;
  bool explain = false;
  bool rebuild = false;
  bool after_trial = false;
  std::string session;  ///< name or folder of a session; empty: the newest
};

/// A sub-command, and the work that it stands for: gives the exit status.
using SubCommand = std::function<int(const CommandLine&)>;

struct Commands {
  SubCommand run;
  SubCommand plan;
  SubCommand help;
  SubCommand models;
  SubCommand results;
  SubCommand sessions;
  SubCommand index;
  SubCommand stop;
};

/// Parses the arguments (without the program's name) and carries out the sub-command. A script as
/// the first word stands for `run SCRIPT`. --help and --version print and give 0. Throws
/// Error(usage) for what it does not understand, and for a script that is not there.
int dispatch(std::vector<std::string> arguments, const Commands& commands);

}  // namespace mutlua
