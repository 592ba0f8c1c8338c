// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cstdlib>

#include "base/error.h"
#include "base/files.h"
#include "cli/calibration.h"
#include "store/time_text.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

fs::path cache_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return fs::path(cache) / "mutlua";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home != '/') return {};
  return fs::path(home) / ".cache/mutlua";
}

/// As part of a file's name: what else there may be in a driver's texts is left out.
std::string file_word(const std::string& text) {
  std::string word;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '.' || c == '-' || c == '_';
    if (plain) word += c;
  }
  return word;
}

bool measured(const Json& gpu) {
  return (gpu.at("counter").is_object() && !gpu.at("counter").at("period_ms").is_null()) ||
         (gpu.at("samples").is_object() && !gpu.at("samples").at("period_ms").is_null());
}

}  // namespace

std::vector<fs::path> store_calibration(const Json& calibration, WallTime now) {
  std::vector<fs::path> files;
  const fs::path folder = cache_folder();
  if (folder.empty()) return files;
  for (const Json& gpu : calibration.at("gpus")) {
    if (!measured(gpu)) continue;
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
      throw Error(ErrorKind::machine,
                  fmt::format("cannot make {}: {}", folder.string(), error.message()));
    }
    Json stored = {{"measured", utc_text(now)}};
    stored.update(gpu);
    files.push_back(folder / fmt::format("calibration-{}-{}.json",
                                         file_word(gpu.at("uuid").get<std::string>()),
                                         file_word(gpu.at("driver").get<std::string>())));
    write_file(files.back(), pretty_text(stored) + "\n");
  }
  return files;
}

}  // namespace mutlua
