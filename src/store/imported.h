// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/json.h"
#include "store/warn.h"

namespace mutlua {

/// What was imported from one session of the old tool: the content of RESULTS/imported/NAME.json.
/// The index can be made again from it, also when the old folder is gone.
struct ImportedSession {
  std::string name;          ///< of the old session's folder or table; no '/'
  std::vector<Json> trials;  ///< records as experiment.json holds them, with `imported` = {from,
                             ///< layout, repairs}

  /// The session's name in the index. No folder of ours can have it.
  std::string index_name() const { return "imported/" + name; }
};

/// RESULTS/imported.
std::filesystem::path imported_folder(const std::filesystem::path& results);
/// The same, made if it is missing. Throws Error(machine).
std::filesystem::path make_imported_folder(const std::filesystem::path& results);

/// All that was imported, by name. Notes that cannot be read are left out with a warning each.
/// Throws Error(machine) if the folder cannot be read.
std::vector<ImportedSession> read_imported(const std::filesystem::path& results,
                                           const Warn& warn = {});

/// Writes a session's notes durably, unless they are as they should be; makes the
/// folders. Notes without a trial are removed. Gives whether it changed anything. Throws
/// Error(machine).
bool write_imported(const std::filesystem::path& results, const ImportedSession& session);

}  // namespace mutlua
