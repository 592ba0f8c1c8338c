// SPDX-License-Identifier: MIT
#include "cli/session_choice.h"

#include <fmt/format.h>

#include "base/error.h"
#include "store/imported.h"

namespace mutlua {

std::vector<FoundSession> sessions_in(const std::filesystem::path& results, const Warn& warn) {
  std::vector<FoundSession> sessions;
  for (const ImportedSession& each : read_imported(results, warn)) {
    FoundSession session = {results / each.index_name(), {}};
    session.info.study = each.name;
    sessions.push_back(std::move(session));
  }
  for (FoundSession& each : list_sessions(results, warn)) {
    sessions.push_back(std::move(each));
  }
  return sessions;
}

bool is_imported(const FoundSession& session) { return session.info.mutlua_version.empty(); }

std::string name_in_index(const FoundSession& session) {
  const std::string name = session.folder.filename().string();
  return is_imported(session) ? "imported/" + name : name;
}

FoundSession chosen_session(const std::filesystem::path& results, const std::string& wanted,
                            const Warn& warn) {
  const std::vector<FoundSession> sessions = sessions_in(results, warn);
  if (sessions.empty()) {
    throw Error(ErrorKind::usage,
                fmt::format("{} holds no session yet; name another folder with --results",
                            results.string()));
  }
  if (wanted.empty()) return sessions.back();
  const std::string name = std::filesystem::path(wanted).lexically_normal().filename().string();
  for (const FoundSession& session : sessions) {
    if (name_in_index(session) == wanted) return session;
  }
  for (const FoundSession& session : sessions) {
    if (session.folder.filename() == name) return session;
  }
  throw Error(ErrorKind::usage, fmt::format("{} holds no session '{}'; mutlua sessions lists them",
                                            results.string(), wanted));
}

}  // namespace mutlua
