// SPDX-License-Identifier: MIT
#include "lab/repository_state.h"

#include <fmt/format.h>

#include <sstream>

#include "base/files.h"

namespace mutlua {
namespace {

constexpr Seconds kPatience{5};
constexpr std::size_t kMostOutput = 4u << 20;

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

/// The first digits, as git shows them.
std::string short_commit(const Json& state) {
  return state.at("commit").get<std::string>().substr(0, 8);
}

bool is_known(const Json& state) {
  return state.is_object() && state.contains("commit") && state.at("commit").is_string() &&
         state.contains("dirty") && state.at("dirty").is_boolean();
}

/// The folder of the git repository that a folder lies in; empty without one.
std::filesystem::path repository_of(const std::filesystem::path& start) {
  for (std::filesystem::path folder = std::filesystem::absolute(start);;
       folder = folder.parent_path()) {
    if (std::filesystem::exists(folder / ".git")) return folder;
    if (folder == folder.parent_path()) return {};
  }
}

std::filesystem::path place_in_repository(const std::filesystem::path& folder) {
  return std::filesystem::relative(folder, repository_of(folder));
}

}  // namespace

bool in_git_repository(const std::filesystem::path& folder) {
  return !repository_of(folder).empty();
}

Launch git_status(const std::filesystem::path& folder, const std::filesystem::path& log) {
  // A repository's own hooks are not run, and no lock is left in it.
  return {.argv = {"git", "-c", "core.fsmonitor=false", "status", "--porcelain=v2", "--branch",
                   "--untracked-files=no"},
          .environment = {{"GIT_OPTIONAL_LOCKS", "0"}, {"LC_ALL", "C"}},
          .folder = folder,
          .log = log};
}

// The lines of `git status --porcelain=v2 --branch`: "# branch.oid COMMIT", then one line for each
// file that differs. Source: git-status(1).
Json parse_git_status(const std::filesystem::path& folder, const std::string& answer) {
  Json state = {{"folder", folder.string()}, {"commit", nullptr}, {"dirty", nullptr}};
  std::istringstream lines(answer);
  bool dirty = false;
  for (std::string line; std::getline(lines, line);) {
    const std::string oid = "# branch.oid ";
    if (line.starts_with(oid)) state["commit"] = line.substr(oid.size());
    if (!line.empty() && line.front() != '#') dirty = true;
  }
  if (!state["commit"].is_null()) state["dirty"] = dirty;
  return state;
}

std::string source_difference(const Json& before, const Json& now) {
  if (!is_known(before) || !is_known(now)) return "";
  if (before.at("commit") != now.at("commit"))
    return fmt::format("commit {} -> {}", short_commit(before), short_commit(now));
  if (before.at("dirty") == now.at("dirty")) return "";
  return fmt::format("{} commit {}",
                     now.at("dirty").get<bool>() ? "files changed since its"
                                                 : "changed files are again those of its",
                     short_commit(now));
}

bool same_folder(const std::filesystem::path& one, const std::filesystem::path& other) {
  std::error_code fault;  // one that cannot be looked at is no other one
  return one == other || std::filesystem::equivalent(one, other, fault);
}

std::string moved_difference(const Json& before, const std::filesystem::path& folder,
                             const Json& now) {
  if (!is_known(before) || !is_known(now)) {
    return fmt::format("commit {} -> {}", is_known(before) ? short_commit(before) : "unknown",
                       is_known(now) ? short_commit(now) : "unknown");
  }
  const std::filesystem::path from = before.at("folder").get<std::string>();
  if (std::filesystem::exists(from) && in_git_repository(from) &&
      place_in_repository(from) != place_in_repository(folder))
    return "another folder of its repository";
  return source_difference(before, now);
}

Json repository_state(Supervisor& supervisor, const std::filesystem::path& folder,
                      const std::filesystem::path& scratch) {
  if (!in_git_repository(folder)) return nullptr;
  GitStatus git(supervisor, git_status(folder, scratch));
  const auto ended = [&] { return git.exit.has_value(); };
  if (!supervisor.wait_until(ended, supervisor.now() + kPatience)) {
    supervisor.stop(git.id, Seconds(0));
    supervisor.wait_until(ended);
  }
  Json state = parse_git_status(folder, "");
  if (git.exit->exit_code == 0) {
    state = parse_git_status(folder, read_file(scratch, kMostOutput));
  } else {
    state["reason"] = git.exit->failure.empty() ? "git status failed" : git.exit->failure;
  }
  std::filesystem::remove(scratch);
  return state;
}

}  // namespace mutlua
