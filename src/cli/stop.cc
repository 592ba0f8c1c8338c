// SPDX-License-Identifier: MIT
#include "cli/stop.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/files.h"
#include "cli/text.h"
#include "system/lock.h"

namespace mutlua {

int stop_study(const CommandLine& line) {
  auto holder = running_holder();
  if (!holder) throw Error(ErrorKind::machine, "no study is running on this machine");
  const int pid = holder->at("pid").get<int>();
  const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  // Asked again with the process held, so that a number used anew is never hit.
  if (!process || running_holder() != holder)
    throw Error(ErrorKind::machine, "the study has just ended");
  const int signal = line.after_trial ? SIGUSR1 : SIGTERM;
  if (::syscall(SYS_pidfd_send_signal, process.number(), signal, nullptr, 0) != 0) {
    throw Error(ErrorKind::machine,
                fmt::format("cannot stop process {}: {}", pid, std::strerror(errno)));
  }
  fmt::print("asked study {} (process {}) to end{}; the command that began it continues it\n",
             printable(holder->value("study", "?")), pid,
             line.after_trial ? " after its present trial" : "");
  return 0;
}

}  // namespace mutlua
