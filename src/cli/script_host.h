// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include "cli/command_line.h"
#include "cli/design.h"
#include "cli/patience.h"
#include "lab/lab.h"
#include "script/lua_state.h"

namespace mutlua {

/// A script and the lab behind its door. A rehearsal ends when its time is over, and what its
/// script prints is marked.
class ScriptHost {
 public:
  struct Hooks {
    std::function<std::optional<Error>()> pending_stop;  ///< asked while Lua runs
    std::function<bool()> stop_after_trial;
    std::function<void(const Json&)> on_options;
    std::function<void(const std::string& study, const std::string& session)> on_session;
  };

  ScriptHost(const CommandLine& line, const Design& design, const Machine& machine,
             Catalogue& catalogue, Progress& progress, const Hooks& hooks);

  /// Runs the script to its end and closes what it left open, also if it failed. Throws what ended
  /// it.
  void run();

  Lab& lab() { return lab_; }

  /// The script and each local file that it loaded so far.
  const std::vector<LuaSource>& sources() const { return lua_.sources(); }

 private:
  Json perform(const std::string& kind, const Json& request);
  ScriptText script_text() const;
  void close_after_error();

  const Design& design_;
  Progress& progress_;
  Lab lab_;
  std::optional<double> rehearsal_seconds_;  ///< absent: it is none
  std::optional<Patience> patience_;         ///< while it runs
  LuaState lua_;
};

}  // namespace mutlua
