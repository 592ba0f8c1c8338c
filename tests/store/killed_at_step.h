// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

namespace mutlua {

/// False where ptrace(2) is forbidden, as in some containers.
bool can_trace();

/// Runs `body` in a child that dies (SIGKILL) just before its n-th system call that changes the
/// disk. False if `body` came to its end before. Throws std::runtime_error if it failed.
bool killed_at_step(int n, const std::function<void()>& body);

}  // namespace mutlua
