// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cstdio>

#include "base/error.h"
#include "base/files.h"
#include "cli/import_results.h"
#include "cli/text.h"
#include "store/index.h"
#include "store/legacy_table.h"
#include "system/caller.h"

namespace mutlua {
namespace {

void warn(const std::string& message) { fmt::print(stderr, "warning: {}\n", printable(message)); }

void append(std::vector<TrialOfSession>& all, Index& index, const std::string& session,
            const std::string& shown) {
  for (TrialSummary& trial : index.summaries(session)) all.push_back({shown, std::move(trial)});
}

/// Our own sessions that were measured: the old table has no column that could mark the others.
std::vector<FoundSession> measured_sessions(const std::filesystem::path& results) {
  std::vector<FoundSession> sessions = list_sessions(results);
  const auto simulated =
      std::erase_if(sessions, [](const FoundSession& session) { return session.info.simulated; });
  if (simulated > 0)
    warn(fmt::format("{} simulated session{} left out", simulated, simulated == 1 ? "" : "s"));
  return sessions;
}

/// Our own sessions, then the imported ones.
std::vector<TrialOfSession> trials_in(const std::filesystem::path& results) {
  std::vector<TrialOfSession> all;
  const std::vector<FoundSession> own = measured_sessions(results);
  const std::vector<ImportedSession> imported = read_imported(results, warn);
  if (own.empty() && imported.empty()) {
    throw Error(ErrorKind::usage,
                fmt::format("{} holds no measured session yet; name another folder with --results",
                            results.string()));
  }
  Index index(results, warn);
  for (const FoundSession& session : own) {
    const std::string name = session.folder.filename().string();
    append(all, index, name, name);
  }
  for (const ImportedSession& session : imported) {
    append(all, index, session.index_name(), session.name);
  }
  return all;
}

}  // namespace

int export_table(const CommandLine& line) {
  const std::vector<TrialOfSession> trials = trials_in(line.run.results);
  const std::vector<std::string> left_out = left_out_of_legacy_table(trials);
  if (!left_out.empty()) {
    warn(fmt::format("the old table has no columns for {}", fmt::join(left_out, ", ")));
  }
  const std::string table = legacy_table(trials);
  if (line.table.empty()) {
    fmt::print("{}", table);
  } else {
    write_file_durably(line.table, table);
    give_only_to_caller(line.table);
  }
  return 0;
}

}  // namespace mutlua
