// SPDX-License-Identifier: MIT
#pragma once

struct lua_State;

namespace mutlua {

/// While it lives, interrupt_running() concerns this state.
class Running {
 public:
  explicit Running(lua_State* L);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  lua_State* before_;
};

/// Makes the running state ask its passage for a pending stop at its next instruction.
/// Async-signal-safe on the thread that runs the state.
void interrupt_running() noexcept;

}  // namespace mutlua
