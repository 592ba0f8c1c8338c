// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <filesystem>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"

namespace mutlua {

/// Reads a file of a session that says something of some of its trials, as the last run of the
/// script left it: {"schema_version", "trials": [...]}. Empty without the file. Throws
/// Error(machine), with what to do, for one that cannot be read.
template <typename T, typename Parse>
std::vector<T> read_trial_list(const std::filesystem::path& file, const Parse& parse) {
  constexpr std::size_t kLargestFile = 1u << 30;
  std::vector<T> trials;
  if (!std::filesystem::exists(file)) return trials;
  try {
    const Json kept = parse_json(read_file(file, kLargestFile), file.string());
    for (const Json& each : kept.at("trials")) trials.push_back(parse(each));
  } catch (const std::exception& error) {
    throw Error(ErrorKind::machine,
                fmt::format("{} is damaged; remove it: the same run writes it again ({})",
                            file.string(), error.what()));
  }
  return trials;
}

/// Replaces the file, durably; `to_json` of each trial must be declared. Throws Error(machine).
template <typename T>
void write_trial_list(const std::filesystem::path& file, const std::vector<T>& trials) {
  Json kept = {{"schema_version", 1}, {"trials", Json::array()}};
  for (const T& each : trials) kept["trials"].push_back(to_json(each));
  write_file_durably(file, kept.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace mutlua
