// SPDX-License-Identifier: MIT
#include "store/folders.h"

#include <fmt/format.h>

#include "base/error.h"
#include "system/caller.h"

namespace mutlua {
namespace {

/// The first folder on the way there that is still to be made; empty if none is.
std::filesystem::path first_missing(const std::filesystem::path& folder) {
  std::filesystem::path missing;
  std::error_code unknown;
  for (auto path = folder; !path.empty() && !std::filesystem::exists(path, unknown);
       path = path.parent_path()) {
    missing = path;
  }
  return missing;
}

}  // namespace

void refuse_folder(const char* what, const std::filesystem::path& path, const std::string& why) {
  throw Error(ErrorKind::machine,
              fmt::format("cannot {} {}: {}; check its permissions and the space left, or choose "
                          "another folder with --results",
                          what, path.string(), why));
}

void make_folders(const std::filesystem::path& folder) {
  std::error_code fault;
  std::filesystem::create_directories(folder, fault);
  if (fault) refuse_folder("make the folder", folder, fault.message());
}

void make_folders_for_caller(const std::filesystem::path& folder) {
  const std::filesystem::path made = first_missing(folder);
  make_folders(folder);
  if (!made.empty()) give_to_caller(made);
}

bool make_new_folder(const std::filesystem::path& folder) {
  std::error_code fault;
  const bool made = std::filesystem::create_directory(folder, fault);
  if (fault && fault != std::errc::file_exists)
    refuse_folder("make the folder", folder, fault.message());
  return made && !fault;
}

}  // namespace mutlua
