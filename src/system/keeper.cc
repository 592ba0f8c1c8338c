// SPDX-License-Identifier: MIT
#include "system/keeper.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>

#include "base/error.h"
#include "system/cgroup.h"
#include "system/clock.h"
#include "system/descriptors.h"
#include "system/process_table.h"
#include "system/spawn.h"
#include "system/sweep.h"
#include "system/wire.h"

namespace mutlua {
namespace {

constexpr Seconds kGraceForStrays(0.5);

// Readable when a child has ended. The signal is blocked in the keeper only: the root gets a mask
// of its own.
Descriptor watch_children() {
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  ::sigprocmask(SIG_SETMASK, &child, nullptr);
  Descriptor watch(::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!watch) throw_errno("cannot watch for the ends of processes");
  return watch;
}

class Keeper {
 public:
  explicit Keeper(KeeperDuty& duty)
      : duty_(duty),
        launch_(PackedLaunch::read(duty_.launch.number())),
        children_(watch_children()) {
    exit_.id = duty_.id;
  }

  void run() {
    start_root();
    while (report_ || !none_left_) poll_once();
    take_account();
    leave_cgroup();
    send(duty_.guardian.number(), exit_message(exit_));
  }

 private:
  void start_root();
  Descriptor prepare_cgroup();
  void poll_once();
  timespec time_left();
  void read_report();
  void read_guardian();
  void read_children();
  bool reap();
  void note_exit_of_root(int status);
  void ask_to_end(Seconds grace);
  void end_by(Instant deadline);
  void sweep_tree();
  void take_account();
  void leave_cgroup();

  KeeperDuty& duty_;
  PackedLaunch launch_;
  Descriptor children_;
  Descriptor report_;  // until the root's program runs
  SpawnReport spawned_;
  LinuxClock clock_;
  pid_t root_ = 0;
  bool root_exited_ = false;
  bool none_left_ = false;
  bool asked_to_end_ = false;
  bool alone_ = false;  // the Guardian is gone
  std::optional<Instant> deadline_;
  Exit exit_;
};

void Keeper::start_root() {
  Spawned spawned =
      spawn(launch_, duty_.log, duty_.error ? duty_.error : duty_.log, prepare_cgroup());
  root_ = spawned.pid;
  spawned_.at = clock_.now();
  report_ = std::move(spawned.report);
  duty_.log.close();
  duty_.error.close();
  duty_.launch.close();
}

// Without a cgroup the tree is held together by the keeper alone.
Descriptor Keeper::prepare_cgroup() {
  if (!duty_.cgroup.empty() && make_cgroup(duty_.cgroup)) return open_cgroup(duty_.cgroup);
  duty_.cgroup.clear();
  return Descriptor();
}

void Keeper::poll_once() {
  std::array<pollfd, 3> ready{{{children_.number(), POLLIN, 0},
                               {alone_ ? -1 : duty_.guardian.number(), POLLIN, 0},
                               {report_.number(), POLLIN, 0}}};
  const timespec left = time_left();
  if (::ppoll(ready.data(), ready.size(), deadline_ ? &left : nullptr, nullptr) < 0) return;
  if (ready[2].revents) read_report();
  if (ready[0].revents) read_children();
  if (ready[1].revents) read_guardian();
  if (deadline_ && !none_left_ && clock_.now() >= *deadline_) sweep_tree();
}

timespec Keeper::time_left() {
  if (!deadline_) return {};
  const Nanoseconds left =
      std::max(deadline_->since_boot - clock_.now().since_boot, Nanoseconds(0));
  return {left / std::chrono::seconds(1), (left % std::chrono::seconds(1)).count()};
}

void Keeper::read_report() {
  if (!read_spawn_report(report_, launch_, spawned_)) return;
  report_.close();
  exit_.failure = spawned_.failure;
  Message started;
  started.numbers.kind = Message::Kind::started;
  started.numbers.id = duty_.id;
  started.numbers.pid = root_;
  started.numbers.at = spawned_.at.since_boot.count();
  started.text = duty_.cgroup.string();
  send(duty_.guardian.number(), started);
}

void Keeper::read_guardian() {
  const auto message = receive(duty_.guardian.number());
  if (message && message->numbers.kind == Message::Kind::stop) {
    return ask_to_end(Seconds(message->numbers.seconds));
  }
  alone_ = true;
  end_by(clock_.now());
}

void Keeper::read_children() {
  signalfd_siginfo ignored;
  while (::read(children_.number(), &ignored, sizeof ignored) > 0) continue;
  none_left_ = reap();
  if (root_exited_ && !asked_to_end_) end_by(clock_.now() + kGraceForStrays);
}

// True when no child is left, and so no descendant: the orphans become children.
bool Keeper::reap() {
  int status = 0;
  while (true) {
    const pid_t pid = ::waitpid(-1, &status, WNOHANG);
    if (pid <= 0) return pid < 0 && errno == ECHILD;
    if (pid == root_) note_exit_of_root(status);
  }
}

void Keeper::note_exit_of_root(int status) {
  root_exited_ = true;
  exit_.at = clock_.now();
  if (WIFEXITED(status)) exit_.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) exit_.signal = WTERMSIG(status);
}

// All of them, not the group: a training's workers may have groups and sessions of their own.
void Keeper::ask_to_end(Seconds grace) {
  if (grace > Seconds(0) && !asked_to_end_) {
    for (const ProcessEntry& each : descendants(::getpid())) {
      signal_process(each, SIGTERM);
      signal_process(each, SIGCONT);  // a stopped process gets the other signal only now
    }
  }
  asked_to_end_ = true;
  end_by(clock_.now() + grace);
}

void Keeper::end_by(Instant deadline) {
  if (!deadline_ || deadline < *deadline_) deadline_ = deadline;
}

void Keeper::sweep_tree() {
  const bool outlived_root = root_exited_;
  const int killed = sweep({.none_left = [this] { return reap(); }, .cgroup = duty_.cgroup});
  if (outlived_root) exit_.strays = killed;
  none_left_ = true;
}

// Every descendant has been waited for, by its parent or here.
void Keeper::take_account() {
  if (!exit_.failure.empty()) exit_.exit_code.reset();  // it was the child's, not the program's
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  exit_.peak_memory_bytes = usage.ru_maxrss * 1024;
  exit_.cpu_time = std::chrono::seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                   std::chrono::microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  if (duty_.cgroup.empty()) return;
  exit_.cpu_time = cgroup_cpu_time(duty_.cgroup).value_or(exit_.cpu_time);
}

void Keeper::leave_cgroup() {
  if (duty_.cgroup.empty()) return;
  remove_cgroup(duty_.cgroup);
  if (alone_) ::rmdir(duty_.cgroup.parent_path().c_str());  // whoever comes last succeeds
}

void become_keeper(const KeeperDuty& duty) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  ::prctl(PR_SET_NAME, "mutlua-keeper");
  close_all_but({duty.guardian.number(), duty.launch.number(), duty.log.number(),
                 duty.error.number(), duty.lock});
}

void refuse(const KeeperDuty& duty, const std::string& reason) {
  Message message;
  message.numbers.kind = Message::Kind::refused;
  message.numbers.id = duty.id;
  message.text = reason;
  send(duty.guardian.number(), message);
}

}  // namespace

void keep(KeeperDuty duty) {
  become_keeper(duty);
  try {
    Keeper(duty).run();
  } catch (const Error& error) {
    refuse(duty, error.what());
  }
  ::_exit(0);
}

}  // namespace mutlua
