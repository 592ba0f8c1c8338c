// SPDX-License-Identifier: MIT
#include "system/guardian_duty.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <vector>

#include "base/error.h"
#include "system/cgroup.h"
#include "system/clock.h"
#include "system/descriptors.h"
#include "system/governor.h"
#include "system/keeper.h"
#include "system/process_table.h"
#include "system/sweep.h"
#include "system/wire.h"

namespace mutlua {
namespace {

constexpr Seconds kTrustInKeepers(1);

// One training as the Guardian sees it.
struct Ward {
  ProcessId id;
  pid_t keeper;
  Descriptor socket;
  bool reported = false;  // its exit, or that it could not be started
};

class GuardianDuty {
 public:
  GuardianDuty(Descriptor runner, const GuardianOptions& options)
      : runner_(std::move(runner)), lock_(options.lock) {
    if (options.use_cgroups) prepare_cgroups();
  }

  void run() {
    greet();
    while (!runner_gone_) poll_once();
    end_everything();
    read_last_words();
    put_back_governors();
  }

 private:
  void prepare_cgroups();
  void greet();
  void poll_once();
  void read_runner();
  void start(Message request);
  void fork_keeper(Message request);
  std::filesystem::path cgroup_of(ProcessId id) const;
  void stop(const Message& request);
  void read_keeper(Ward& ward);
  void lose_keeper(Ward& ward);
  void sweep_orphans(const std::filesystem::path& cgroup);
  std::set<pid_t> keepers() const;
  bool tell_runner(const Message& message);
  void end_everything();
  void read_last_words();
  void put_back_governors() const;

  Descriptor runner_;
  int lock_;
  std::filesystem::path cgroups_;  // empty: none
  std::vector<Ward> wards_;
  bool runner_gone_ = false;
  pid_t runner_pid_ = ::getppid();
  GovernorChanges governors_;
};

void GuardianDuty::prepare_cgroups() {
  if (const auto parent = own_cgroup()) remove_stale_cgroups(*parent);
  cgroups_ = make_cgroups().value_or("");
}

void GuardianDuty::greet() {
  Message ready;
  ready.numbers.kind = Message::Kind::ready;
  ready.text = cgroups_.empty() ? "subreaper" : "cgroup";
  tell_runner(ready);
}

void GuardianDuty::poll_once() {
  std::vector<pollfd> ready{{runner_.number(), POLLIN, 0}};
  for (const Ward& each : wards_) ready.push_back({each.socket.number(), POLLIN, 0});
  if (::poll(ready.data(), ready.size(), -1) < 0) return;
  for (std::size_t i = 0; i < wards_.size(); ++i) {
    if (ready[i + 1].revents) read_keeper(wards_[i]);
  }
  std::erase_if(wards_, [](const Ward& each) { return !each.socket; });
  if (ready[0].revents) read_runner();
}

void GuardianDuty::read_runner() {
  auto message = receive(runner_.number());
  if (!message) {
    runner_gone_ = true;
  } else if (message->numbers.kind == Message::Kind::start) {
    start(std::move(*message));
  } else if (message->numbers.kind == Message::Kind::stop) {
    stop(*message);
  } else if (message->numbers.kind == Message::Kind::governors) {
    governors_ = governor_changes_in(message->text);
  }
}

void GuardianDuty::start(Message request) {
  Message refusal;
  refusal.numbers.kind = Message::Kind::refused;
  refusal.numbers.id = request.numbers.id;
  try {
    fork_keeper(std::move(request));
  } catch (const Error& error) {
    refusal.text = error.what();
    tell_runner(refusal);
  }
}

void GuardianDuty::fork_keeper(Message request) {
  const ProcessId id = request.numbers.id;
  if (request.files.size() < 2) throw Error(ErrorKind::machine, "too many files are open");
  auto [ours, theirs] = socket_pair();
  KeeperDuty duty{.id = id,
                  .guardian = std::move(theirs),
                  .launch = std::move(request.files[0]),
                  .log = std::move(request.files[1]),
                  .error = request.files.size() > 2 ? std::move(request.files[2]) : Descriptor(),
                  .lock = lock_,
                  .cgroup = cgroup_of(id)};
  const pid_t keeper = ::fork();
  if (keeper < 0) throw_errno("cannot fork a keeper");
  if (keeper == 0) keep(std::move(duty));
  wards_.push_back({id, keeper, std::move(ours)});
}

std::filesystem::path GuardianDuty::cgroup_of(ProcessId id) const {
  return cgroups_.empty() ? "" : cgroups_ / std::to_string(id);
}

void GuardianDuty::stop(const Message& request) {
  for (const Ward& each : wards_) {
    if (each.id == request.numbers.id) send(each.socket.number(), request);
  }
}

void GuardianDuty::read_keeper(Ward& ward) {
  const auto message = receive(ward.socket.number());
  if (!message) return lose_keeper(ward);
  const Message::Kind kind = message->numbers.kind;
  if (kind == Message::Kind::exited || kind == Message::Kind::refused) ward.reported = true;
  tell_runner(*message);
}

// A keeper that has reported has nothing left to keep. One that was killed leaves its tree to us.
void GuardianDuty::lose_keeper(Ward& ward) {
  ward.socket.close();
  ::waitpid(ward.keeper, nullptr, 0);
  if (ward.reported) return;
  Exit exit;
  exit.id = ward.id;
  exit.failure = "the keeper of this training was killed";
  exit.at = LinuxClock().now();
  sweep_orphans(cgroup_of(ward.id));
  tell_runner(exit_message(exit));
}

void GuardianDuty::sweep_orphans(const std::filesystem::path& cgroup) {
  const auto none_left = [this] {
    const std::vector<ProcessEntry> orphans = descendants(::getpid(), keepers());
    for (const ProcessEntry& each : orphans) ::waitpid(each.pid, nullptr, WNOHANG);
    return orphans.empty();
  };
  sweep({.none_left = none_left, .spared = [this] { return keepers(); }, .cgroup = cgroup});
  if (!cgroup.empty()) remove_cgroup(cgroup);
}

std::set<pid_t> GuardianDuty::keepers() const {
  std::set<pid_t> pids;
  for (const Ward& each : wards_) {
    if (each.socket) pids.insert(each.keeper);
  }
  return pids;
}

bool GuardianDuty::tell_runner(const Message& message) {
  if (!send(runner_.number(), message)) runner_gone_ = true;
  return !runner_gone_;
}

// Keepers end their trees when our ends of their sockets close. One that does not is killed, and
// its tree becomes ours.
void GuardianDuty::end_everything() {
  const std::set<pid_t> trusted = keepers();
  wards_.clear();
  const auto none_left = [] {
    while (::waitpid(-1, nullptr, WNOHANG) > 0) continue;
    return ::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD;
  };
  LinuxClock clock;
  const Instant enough = clock.now() + kTrustInKeepers;
  const auto spared = [&] { return clock.now() < enough ? trusted : std::set<pid_t>(); };
  sweep({.none_left = none_left, .spared = spared});
  if (!cgroups_.empty()) remove_cgroup(cgroups_);
}

// That the runner is gone may have been noticed before all that it had said was read.
void GuardianDuty::read_last_words() {
  pollfd waiting{runner_.number(), POLLIN, 0};
  while (::poll(&waiting, 1, 0) > 0) {
    const auto message = receive(runner_.number());
    if (!message) return;
    if (message->numbers.kind != Message::Kind::governors) continue;
    governors_ = governor_changes_in(message->text);
  }
}

void GuardianDuty::put_back_governors() const {
  if (governors_.empty()) return;
  const Restored restored =
      restore_for_dead(runner_pid_, governors_, KernelFolders::from_environment(), lock_folder());
  for (const std::string& each : restored.left) {
    (void)!::dprintf(STDERR_FILENO, "mutlua: %s\n", each.c_str());
  }
}

void ignore_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE}) {
    ::signal(signal, SIG_IGN);
  }
  ::signal(SIGCHLD, SIG_DFL);  // the children of who ignores it cannot be waited for
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// Standard error stays, for a last word; the reader of the runner's output must not wait for us.
void close_streams() {
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(nothing, STDOUT_FILENO);
}

void become_guardian(int runner, int lock) {
  ignore_signals();
  ::setsid();
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  ::prctl(PR_SET_NAME, "mutlua-guardian");
  close_streams();
  close_all_but({runner, lock});
  (void)!::chdir("/");
}

}  // namespace

void guard(Descriptor runner, const GuardianOptions& options) {
  become_guardian(runner.number(), options.lock);
  GuardianDuty(std::move(runner), options).run();
  ::_exit(0);
}

}  // namespace mutlua
