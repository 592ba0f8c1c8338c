// SPDX-License-Identifier: MIT
#include "system/spawn.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "system/cgroup.h"
#include "system/clock.h"
#include "system/descriptors.h"

namespace mutlua {
namespace {

// What the child writes: once before it executes the program, and again if it had to give up.
struct Note {
  enum class Step : std::int32_t { executing, no_folder, no_program } step;
  std::int32_t error;
  std::int64_t at;
};

void write_note(int report, Note::Step step) {
  const Note note{step, errno, LinuxClock().now().since_boot.count()};
  (void)!::write(report, &note, sizeof note);
}

void die_with(pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // it died before the kernel knew
}

void reset_signals() {
  struct sigaction plain {};
  plain.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) ::sigaction(signal, &plain, nullptr);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

void connect_streams(int output, int error) {
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(error, STDERR_FILENO);
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (const std::string& each : texts) pointers.push_back(const_cast<char*>(each.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

void execute(const PackedLaunch& launch, int report) {
  std::vector<char*> environment = pointers(launch.environment);
  environ = environment.data();  // execvp searches the PATH that the program will see
  write_note(report, Note::Step::executing);
  ::execvp(launch.argv[0].c_str(), pointers(launch.argv).data());
  write_note(report, Note::Step::no_program);
}

[[noreturn]] void become_root(const PackedLaunch& launch, pid_t parent, const Descriptor& output,
                              const Descriptor& error, int report) {
  ::setpgid(0, 0);
  die_with(parent);
  connect_streams(output.number(), error.number());
  close_all_but({report});
  reset_signals();
  if (::chdir(launch.folder.c_str()) == 0) {
    execute(launch, report);
  } else {
    write_note(report, Note::Step::no_folder);
  }
  ::_exit(127);
}

std::string failure(const Note& note, const PackedLaunch& launch) {
  if (note.step == Note::Step::executing) return "";
  const char* reason = std::strerror(note.error);
  if (note.step == Note::Step::no_folder) {
    return fmt::format("cannot start {}: its folder {}: {}", launch.argv[0], launch.folder, reason);
  }
  return fmt::format("cannot start {} in {}: {}", launch.argv[0], launch.folder, reason);
}

}  // namespace

Spawned spawn(const PackedLaunch& launch, const Descriptor& output, const Descriptor& error,
              const Descriptor& cgroup) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw_errno("cannot make a pipe");
  Descriptor report(ends[0]);
  const Descriptor writing_end(ends[1]);
  const pid_t parent = ::getpid();
  const pid_t pid = fork_into(cgroup);
  if (pid < 0) throw_errno(fmt::format("cannot fork for {}", launch.argv[0]));
  if (pid == 0) become_root(launch, parent, output, error, writing_end.number());
  return {pid, std::move(report)};
}

bool read_spawn_report(const Descriptor& report, const PackedLaunch& launch, SpawnReport& result) {
  Note note{};
  const ssize_t got = ::read(report.number(), &note, sizeof note);
  if (got != static_cast<ssize_t>(sizeof note)) return true;
  result = {{Nanoseconds(note.at)}, failure(note, launch)};
  return false;
}

}  // namespace mutlua
