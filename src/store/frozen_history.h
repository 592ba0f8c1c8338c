// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "store/history.h"

namespace mutlua {

/// What a session takes for its past, each source read once: what happens to a table or the index
/// later, by the session's own trials too, changes nothing that it draws when it is continued.
/// Kept in SESSION/history.json.
class FrozenHistory {
 public:
  /// Reads what a session keeps; nothing, where it keeps none. Throws Error(machine) if the file
  /// is damaged: what the session drew would not come again.
  void load(const std::filesystem::path& session);

  /// The source of that name, read by `read` if this is the first time.
  const History& source(const std::string& name, const std::function<History()>& read);

  /// Keeps what was read since it was kept last, durably. Throws Error(machine).
  void store(const std::filesystem::path& session);

 private:
  std::map<std::string, History> sources_;
  bool changed_ = false;
};

}  // namespace mutlua
