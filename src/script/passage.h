// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/error.h"
#include "script/door.h"
#include "script/modules.h"

struct lua_State;

namespace mutlua {

/// What the C functions of one lua_State share, and the memory of how its script ends: once an
/// Error has ended it, no passage from Lua to C++ succeeds any more.
class Passage {
 public:
  Passage(Door door, std::function<std::optional<Error>()> pending_stop, Modules modules)
      : door_(std::move(door)),
        pending_stop_(std::move(pending_stop)),
        modules_(std::move(modules)) {}

  /// The passage that attach() tied to the state.
  static Passage& of(lua_State* L);
  void attach(lua_State* L);

  /// Carries out one primitive.
  Json perform(const std::string& kind, const Json& request);

  /// Throws what ended the script, if something did.
  void pass() const;
  /// Ends the script with the error that pending_stop has, if it has one, and throws it. One of the
  /// kind `script` gets the place in front, "x.lua:3: ", or nothing.
  void pass_stop(const std::string& place = "");

  /// Ends the script for good; a fatal error replaces an end that is none.
  void end(const Error& error);
  /// Ends the script for good, and well.
  void end_quietly();

  /// What ended the script for good, if something did.
  const std::optional<Error>& ending() const { return ending_; }
  bool ended_quietly() const { return quietly_; }
  Modules& modules() { return modules_; }

 private:
  Door door_;
  std::function<std::optional<Error>()> pending_stop_;
  Modules modules_;
  std::optional<Error> ending_;
  bool quietly_ = false;
};

}  // namespace mutlua
