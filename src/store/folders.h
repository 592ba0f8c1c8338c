// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

namespace mutlua {

/// Throws Error(machine): "cannot WHAT PATH: WHY", and what to do about it.
[[noreturn]] void refuse_folder(const char* what, const std::filesystem::path& path,
                                const std::string& why);

/// Makes a folder and those on the way to it. Throws Error(machine).
void make_folders(const std::filesystem::path& folder);

/// The same; what was missing belongs to the user who called sudo.
void make_folders_for_caller(const std::filesystem::path& folder);

/// Makes one folder; false if the name is taken. Throws Error(machine).
bool make_new_folder(const std::filesystem::path& folder);

}  // namespace mutlua
