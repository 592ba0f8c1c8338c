// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "base/error.h"
#include "support/temp_folder.h"
#include "system/clock.h"
#include "system/guarded_processes.h"
#include "system/process_table.h"
#include "system/sweep.h"

namespace mutlua {

/// Long enough for any machine; a test that meets it has failed.
inline constexpr Seconds kLong(60);

inline Instant after(Seconds span) { return LinuxClock().now() + span; }

inline bool dies(pid_t pid) {
  const auto dead = [pid] {
    const auto entry = process_entry(pid);
    return !entry || !entry->alive();
  };
  return wait_until(dead, kLong);
}

inline bool appears(const std::filesystem::path& file) {
  return wait_until([&] { return std::filesystem::exists(file); }, kLong);
}

/// The pid that a daemon has written.
inline pid_t pid_in(const std::filesystem::path& file) {
  if (!appears(file)) return -1;
  pid_t pid = -1;
  std::ifstream(file) >> pid;
  return pid;
}

inline pid_t parent_of(pid_t pid) {
  const auto entry = process_entry(pid);
  return entry ? entry->parent : -1;
}

/// A launch of /bin/sh with its log in the folder.
inline Launch shell(const TempFolder& folder, const std::string& script,
                    const std::string& log = "log") {
  return {{"/bin/sh", "-c", script}, {}, folder.path(), folder / log};
}

/// Shell text that starts the daemon that is hard to catch, its pid in `file`.
inline std::string daemon(const std::string& file) {
  return std::string(MUTLUA_TEST_DAEMON) + " " + file + "; ";
}

/// Shell text that waits for a file.
inline std::string until(const std::string& file) {
  return "while [ ! -e " + file + " ]; do sleep 0.005; done; ";
}

/// Trees under a Guardian of their own; the parameter says whether they get cgroups.
class Guarded : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (GetParam() && processes_.containment() != "cgroup") {
      GTEST_SKIP() << "no cgroup v2 is writable here";
    }
  }

  Started start(const std::string& script) { return processes_.start(shell(folder_, script)); }

  Exit exit_of(ProcessId id) {
    while (true) {
      const Event event = processes_.wait(after(kLong));
      if (std::holds_alternative<Deadline>(event)) throw std::runtime_error("no exit came");
      const auto* exit = std::get_if<Exit>(&event);
      if (exit && exit->id == id) return *exit;
    }
  }

  Exit run(const std::string& script) { return exit_of(start(script).id); }
  std::string log() const { return folder_.read("log"); }

  TempFolder folder_;
  StopSignals signals_;
  GuardedProcesses processes_{Guardian::fork({.use_cgroups = GetParam()}), signals_};
};

inline std::string containment_name(const ::testing::TestParamInfo<bool>& info) {
  return info.param ? "cgroup" : "subreaper";
}

#define MUTLUA_BOTH_CONTAINMENTS(suite) \
  INSTANTIATE_TEST_SUITE_P(Kept, suite, ::testing::Bool(), containment_name)

}  // namespace mutlua
