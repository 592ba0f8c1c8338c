// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "base/error.h"

struct lua_State;

namespace mutlua {

/// What an uncaught error of the script says to the user.
struct Failure {
  bool show_all_frames = false;
  std::optional<Error> error;
};

/// Pushes a message handler for lua_pcall that fills in the failure: "scripts/x.lua:12: message",
/// then the traceback where it says more than the message does. REQUIRES: `failure` outlives the
/// call.
void push_failure_handler(lua_State* L, Failure& failure);

/// The text of an error value, whatever it is.
std::string text_of(lua_State* L, int index);

}  // namespace mutlua
