// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "store/trial_record.h"

namespace mutlua {

/// The text as one word of a POSIX shell, whatever it contains.
std::string shell_quote(std::string_view text);

/// A shell script that does what was run: for people to read and repeat, mutlua never runs it.
std::string command_script(const CommandRecord& command);

/// Writes it to `path`, executable. Throws Error(machine).
void write_command_script(const std::filesystem::path& path, const CommandRecord& command);

}  // namespace mutlua
