// SPDX-License-Identifier: MIT
#include "system/sweep.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

#include "system/cgroup.h"
#include "system/clock.h"
#include "system/process_table.h"

namespace mutlua {
namespace {

// Soon at first, as most of them end at once; seldom later, as a process that hangs in the kernel
// may take hours.
class Pause {
 public:
  void take() {
    std::this_thread::sleep_for(next_);
    next_ = std::min<Nanoseconds>(next_ * 2, std::chrono::milliseconds(50));
  }
  void shorten() { next_ = kShortest; }

 private:
  static constexpr Nanoseconds kShortest = std::chrono::microseconds(100);
  Nanoseconds next_ = kShortest;
};

using Killed = std::set<std::pair<pid_t, std::uint64_t>>;

// What forks and ends at once is no longer there when a walk through all processes has found it,
// but it becomes a child of ours. A child's pid cannot be used again before it is reaped.
void kill_children(const Sweep& what) {
  std::vector<pid_t> former;
  for (int hops = 0; hops < 200 && !what.none_left(); ++hops) {
    std::vector<pid_t> children = children_of_caller();
    if (children == former) return;
    const std::set<pid_t> spared = what.spared();
    for (const pid_t child : children) {
      if (!spared.contains(child)) ::kill(child, SIGKILL);
    }
    former = std::move(children);
  }
}

// Tells whether there was anything that was not killed before.
bool kill_round(const Sweep& what, Killed& killed) {
  const std::size_t before = killed.size();
  for (const ProcessEntry& each : descendants(::getpid(), what.spared())) {
    if (!each.alive() || !signal_process(each, SIGKILL)) continue;
    killed.emplace(each.pid, each.start_time);
  }
  if (!what.cgroup.empty()) kill_cgroup(what.cgroup);
  kill_children(what);
  return killed.size() > before;
}

}  // namespace

int sweep(const Sweep& what) {
  Killed killed;
  Pause pause;
  while (!what.none_left()) {
    if (kill_round(what, killed)) pause.shorten();
    pause.take();
  }
  return static_cast<int>(killed.size());
}

bool wait_until(const std::function<bool()>& condition, Seconds patience) {
  LinuxClock clock;
  const Instant end = clock.now() + patience;
  for (Pause pause; !condition(); pause.take()) {
    if (clock.now() >= end) return false;
  }
  return true;
}

}  // namespace mutlua
