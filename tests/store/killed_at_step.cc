// SPDX-License-Identifier: MIT
#include "store/killed_at_step.h"

#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <set>
#include <stdexcept>

namespace mutlua {
namespace {

const std::set<long> kChangesTheDisk = {
    SYS_openat,  SYS_write,    SYS_pwrite64,  SYS_ftruncate, SYS_fsync,   SYS_fdatasync,
#ifdef SYS_rename
    SYS_open,    SYS_rename,   SYS_mkdir,     SYS_unlink,
#endif
    SYS_mkdirat, SYS_renameat, SYS_renameat2, SYS_unlinkat,  SYS_fchmodat};

[[noreturn]] void run_child(const std::function<void()>& body) {
  if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(2);
  ::raise(SIGSTOP);
  try {
    body();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    ::_exit(1);
  }
  ::_exit(0);
}

/// True if the child, stopped now, is about to make a call that changes the disk.
bool at_step(pid_t child) {
  // The kernel's ptrace_syscall_info (linux/ptrace.h clashes with sys/ptrace.h).
  struct Info {
    unsigned char op;
    unsigned char pad[3];
    unsigned int arch;
    unsigned long long instruction_pointer;
    unsigned long long stack_pointer;
    unsigned long long number;
    unsigned long long rest[8];
  } info{};
  constexpr int kGetSyscallInfo = 0x420e;  // PTRACE_GET_SYSCALL_INFO
  constexpr unsigned char kEntry = 1;      // PTRACE_SYSCALL_INFO_ENTRY
  ::ptrace(static_cast<__ptrace_request>(kGetSyscallInfo), child, sizeof info, &info);
  return info.op == kEntry && kChangesTheDisk.contains(static_cast<long>(info.number));
}

void kill_child(pid_t child) {
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

}  // namespace

bool can_trace() {
  const pid_t child = ::fork();
  if (child == 0) run_child([] {});
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFSTOPPED(status)) return false;
  kill_child(child);
  return true;
}

bool killed_at_step(int n, const std::function<void()>& body) {
  const pid_t child = ::fork();
  if (child == 0) run_child(body);
  int status = 0;
  ::waitpid(child, &status, 0);  // its own SIGSTOP
  ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
  for (int steps = 0;;) {
    ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return false;
    if (!WIFSTOPPED(status)) throw std::runtime_error("the traced child failed");
    if (!at_step(child) || ++steps < n) continue;
    kill_child(child);
    return true;
  }
}

}  // namespace mutlua
