// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace mutlua::project {

namespace fs = std::filesystem;

inline const fs::path kRoot = MUTLUA_SOURCE_FOLDER;

/// Every file below a folder of the project with one of these extensions, sorted.
inline std::vector<fs::path> files_below(const fs::path& folder,
                                         const std::vector<std::string>& extensions) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
    const bool wanted = std::ranges::count(extensions, entry.path().extension().string()) > 0;
    if (wanted && entry.is_regular_file()) found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

/// The names of the folders directly below a folder of the project, sorted.
inline std::vector<std::string> folders_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kRoot / folder)) {
    if (entry.is_directory()) names.push_back(entry.path().filename());
  }
  std::ranges::sort(names);
  return names;
}

inline std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace mutlua::project
