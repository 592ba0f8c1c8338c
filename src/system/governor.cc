// SPDX-License-Identifier: MIT
#include "system/governor.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/fields.h"
#include "system/governor_note.h"
#include "system/wire.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFile = "scaling_governor";

[[noreturn]] void refuse(int policy, const std::string& name, int error) {
  const bool permission = error == EACCES || error == EPERM || error == EROFS;
  const std::string remedy = permission ? fmt::format(
                                              "run as root, or once: echo {} | sudo tee "
                                              "/sys/devices/system/cpu/cpufreq/policy*/{}",
                                              name, kFile)
                                        : "leave the governor of this study as it is";
  throw Error(ErrorKind::machine, fmt::format("cannot set the CPU governor of policy {}: {}; {}",
                                              policy, std::strerror(error), remedy));
}

bool tell_guardian(int guardian, const GovernorChanges& changes) {
  if (guardian < 0) return true;
  Message message;
  message.numbers.kind = Message::Kind::governors;
  message.text = to_text(changes);
  return send(guardian, message);
}

}  // namespace

GovernorKeeper::GovernorKeeper(int guardian, KernelFolders folders, fs::path lock_folder)
    : guardian_(guardian), folders_(std::move(folders)), lock_folder_(std::move(lock_folder)) {}

GovernorKeeper::~GovernorKeeper() { restore(); }

std::string GovernorKeeper::set(const std::string& name) {
  expect_offered(name);
  restore();
  clear_notes_of_others();
  const std::string was = present().value_or("unknown");
  changes_ = changes_to(name);
  if (changes_.empty()) return was;
  try {
    announce();
    write_all();
  } catch (const Error&) {
    restore();
    throw;
  }
  return was;
}

void GovernorKeeper::expect_offered(const std::string& name) const {
  if (cpufreq_policies(folders_.sys).empty()) {
    throw Error(ErrorKind::machine,
                fmt::format("cannot set the CPU governor: {} lists no policy (a virtual machine, "
                            "or no cpufreq driver is loaded); leave the governor of this study "
                            "as it is",
                            (folders_.sys / "devices/system/cpu/cpufreq").string()));
  }
  const auto available = available_governors(folders_.sys);
  if (std::find(available.begin(), available.end(), name) != available.end()) return;
  throw Error(ErrorKind::usage, fmt::format("unknown CPU governor '{}'; this machine has: {}", name,
                                            fmt::join(available, ", ")));
}

// A note of our own process is of governors that could not be put back: once more.
void GovernorKeeper::clear_notes_of_others() const {
  const auto note = read_governor_note(lock_folder_, folders_.proc, folders_.sys);
  if (!note) return;
  if (note->pid != ::getpid() && note->of_living()) {
    throw Error(ErrorKind::machine,
                fmt::format("cannot set the CPU governor: the run with pid {} has set it, and puts "
                            "it back when it ends; wait for that",
                            note->pid));
  }
  restore_for_dead(note->pid, note->changes, folders_, lock_folder_);
}

GovernorChanges GovernorKeeper::changes_to(const std::string& name) const {
  GovernorChanges changes;
  for (const int policy : cpufreq_policies(folders_.sys)) {
    const auto was = policy_word(folders_.sys, policy, kFile);
    if (was && *was != name) changes.push_back({policy, *was, name});
  }
  if (to_text(changes).size() > kMostGovernorText) {
    throw Error(ErrorKind::machine,
                "cannot set the CPU governor: this machine has too many cpufreq policies; leave "
                "the governor of this study as it is");
  }
  return changes;
}

// Whatever kills us from here on, somebody knows what to put back.
void GovernorKeeper::announce() const {
  write_governor_note(lock_folder_, own_note(folders_.proc, folders_.sys, changes_));
  if (tell_guardian(guardian_, changes_)) return;
  throw Error(ErrorKind::internal,
              "cannot set the CPU governor: the Guardian was killed; run the same command again");
}

void GovernorKeeper::write_all() {
  for (const GovernorChange& each : changes_) {
    if (const int error = write_governor(folders_.sys, each.policy, each.set)) {
      refuse(each.policy, each.set, error);
    }
  }
}

std::vector<std::string> GovernorKeeper::restore() {
  if (changes_.empty()) return {};
  const Restored restored = restore_governors(folders_.sys, changes_);
  changes_.clear();
  if (restored.complete) remove_governor_note(lock_folder_);
  tell_guardian(guardian_, {});
  return restored.left;
}

std::optional<std::string> GovernorKeeper::present() const {
  return word_of_policies(folders_.sys, kFile);
}

Restored restore_for_dead(pid_t runner, const GovernorChanges& changes,
                          const KernelFolders& folders, const fs::path& lock_folder) {
  const auto note = read_governor_note(lock_folder, folders.proc, folders.sys);
  if (note && note->pid != runner && note->of_living()) return {};
  const Restored restored = restore_governors(folders.sys, changes);
  if (restored.complete) remove_governor_note(lock_folder);
  return restored;
}

std::vector<std::string> restore_left_governor(const KernelFolders& folders,
                                               const fs::path& lock_folder) {
  const auto note = read_governor_note(lock_folder, folders.proc, folders.sys);
  if (!note || note->of_living()) return {};
  Restored restored = restore_for_dead(note->pid, note->changes, folders, lock_folder);
  restored.left.insert(
      restored.left.begin(),
      fmt::format("the run with pid {} was killed and left the CPU governor "
                  "changed; {}",
                  note->pid,
                  restored.complete ? "what it had set was put back" : "it could not be put back"));
  return restored.left;
}

}  // namespace mutlua
