// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace mutlua {

/// The folder of the running program. Throws Error(machine) if /proc does not tell.
std::filesystem::path executable_folder();

/// The absolute path of a program: beside the running program, else on PATH. A name with a slash
/// is taken as it is. Absent if there is no such executable file.
std::optional<std::filesystem::path> find_program(const std::string& name);

/// Opens /dev/null in place of standard input, output or error where the caller closed them, so
/// that no other file gets their numbers. To be called first in main.
void open_standard_streams();

}  // namespace mutlua
