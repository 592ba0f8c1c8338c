// SPDX-License-Identifier: MIT
#include "lab/repository_state.h"

#include <sstream>

#include "base/files.h"

namespace mutlua {
namespace {

constexpr Seconds kPatience{5};
constexpr std::size_t kMostOutput = 4u << 20;

bool in_repository(std::filesystem::path folder) {
  for (folder = std::filesystem::absolute(folder);; folder = folder.parent_path()) {
    if (std::filesystem::exists(folder / ".git")) return true;
    if (folder == folder.parent_path()) return false;
  }
}

/// One `git status`, killed if it is not waited for.
struct GitStatus : Listener {
  GitStatus(Supervisor& owner, const Launch& launch)
      : supervisor(owner), id(owner.start(launch, *this).id) {}
  ~GitStatus() override { supervisor.forget(id); }
  GitStatus(const GitStatus&) = delete;
  GitStatus& operator=(const GitStatus&) = delete;

  void on_output() override {}
  void on_exit(const Exit& how) override { exit = how; }

  Supervisor& supervisor;
  std::optional<Exit> exit;
  ProcessId id;
};

/// Reads the lines of `git status --porcelain=v2 --branch`: "# branch.oid COMMIT", then one line
/// for each file that differs. Source: git-status(1).
void read_status(const std::string& text, Json& state) {
  std::istringstream lines(text);
  bool dirty = false;
  for (std::string line; std::getline(lines, line);) {
    const std::string oid = "# branch.oid ";
    if (line.starts_with(oid)) state["commit"] = line.substr(oid.size());
    if (!line.empty() && line.front() != '#') dirty = true;
  }
  if (!state["commit"].is_null()) state["dirty"] = dirty;
}

}  // namespace

Json repository_state(Supervisor& supervisor, const std::filesystem::path& folder,
                      const std::filesystem::path& scratch) {
  if (!in_repository(folder)) return nullptr;
  Json state = {{"folder", folder.string()}, {"commit", nullptr}, {"dirty", nullptr}};
  // A repository's own hooks are not run, and no lock is left in it.
  const Launch launch{.argv = {"git", "-c", "core.fsmonitor=false", "status", "--porcelain=v2",
                               "--branch", "--untracked-files=no"},
                      .environment = {{"GIT_OPTIONAL_LOCKS", "0"}, {"LC_ALL", "C"}},
                      .folder = folder,
                      .log = scratch};
  GitStatus git(supervisor, launch);
  const auto ended = [&] { return git.exit.has_value(); };
  if (!supervisor.wait_until(ended, supervisor.now() + kPatience)) {
    supervisor.stop(git.id, Seconds(0));
    supervisor.wait_until(ended);
  }
  if (git.exit->exit_code == 0) {
    read_status(read_file(scratch, kMostOutput), state);
  } else {
    state["reason"] = git.exit->failure.empty() ? "git status failed" : git.exit->failure;
  }
  std::filesystem::remove(scratch);
  return state;
}

}  // namespace mutlua
