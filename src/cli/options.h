// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

#include "cli/command_line.h"

namespace mutlua {

/// The options of the sub-commands, each written to its place in the CommandLine.

/// Of every sub-command.
void add_common(CLI::App& app, CommandLine& line);
/// Of those that run a script.
void add_design(CLI::App& app, CommandLine& line);
/// Of those that only rehearse it.
void add_rehearsal(CLI::App& app, CommandLine& line);
void add_analyze(CLI::App& app, CommandLine& line);
void add_measure(CLI::App& app, CommandLine& line);
void add_extract(CLI::App& app, CommandLine& line);
void add_doctor(CLI::App& app, CommandLine& line);

}  // namespace mutlua
