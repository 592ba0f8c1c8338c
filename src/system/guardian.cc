// SPDX-License-Identifier: MIT
#include "system/guardian.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "base/error.h"
#include "system/descriptors.h"
#include "system/governor.h"
#include "system/guardian_duty.h"
#include "system/sweep.h"
#include "system/wire.h"

namespace mutlua {
namespace {

constexpr Seconds kPatience(5);

}  // namespace

Guardian Guardian::fork(const GuardianOptions& options) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  ::signal(SIGCHLD, SIG_DFL);  // inherited as ignored from some callers; waitpid needs it
  auto notes = restore_left_governor(KernelFolders::from_environment(), lock_folder());
  auto [ours, theirs] = socket_pair();
  std::fflush(nullptr);  // else what is buffered might be written twice
  const pid_t pid = ::fork();
  if (pid < 0) throw_errno("cannot fork the Guardian");
  if (pid == 0) guard(std::move(theirs), options);
  theirs.close();
  Guardian guardian(pid, std::move(ours));
  const auto ready = receive(guardian.socket());
  if (!ready) throw Error(ErrorKind::machine, "the Guardian ended before it was ready");
  guardian.containment_ = ready->text;
  guardian.notes_ = std::move(notes);
  return guardian;
}

Guardian::~Guardian() {
  if (!socket_) return;  // moved from
  socket_.close();
  wait_until([this] { return ::waitpid(pid_, nullptr, WNOHANG) != 0; }, kPatience);
}

}  // namespace mutlua
