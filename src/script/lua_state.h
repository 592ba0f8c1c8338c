// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "script/door.h"

namespace mutlua {

/// A Lua file as it was loaded: what a session keeps a copy of.
struct LuaSource {
  std::filesystem::path path;
  std::string content;
};

struct LuaOptions {
  /// Folder with mutlua/*.lua that is read instead of the embedded library; empty: the embedded
  /// one.
  std::filesystem::path library = {};
  /// What follows the script on the command line: the script's `arg` and `...`.
  std::vector<std::string> arguments = {};
  /// `print` and `io.write` go to stderr, because stdout belongs to JSON.
  bool quiet_print = false;
  /// What `print` puts in front of its line.
  std::string print_prefix = {};
  /// Tracebacks show the frames of mutlua's own Lua files too.
  bool verbose = false;
  /// Asked after interrupt() while Lua code runs, and once before it starts: the error that the
  /// script is to end with, whatever it catches, or nothing. One that is not fatal gets the
  /// script's place in front.
  std::function<std::optional<Error>()> pending_stop = {};
};

/// Owns one lua_State, in which one script runs once and which ends with it.
///
/// Scripts get LuaJIT's standard library (without `jit`, with `pairs` in sorted order), `require`
/// for mutlua.* and for files beside the script, and the module `mutlua.door`. A fatal Error that
/// left the door once is raised again at every later passage, whatever the script tries to catch.
class LuaState {
 public:
  explicit LuaState(Door door, LuaOptions options = {});
  ~LuaState();
  LuaState(const LuaState&) = delete;
  LuaState& operator=(const LuaState&) = delete;

  /// Loads the file, which must be Lua source, and runs it to its end. Throws
  /// - Error(usage) if the file cannot be read,
  /// - Error(script) "scripts/x.lua:12: message", followed by a traceback of the user's own files,
  /// - the fatal Error that ended the script, as it left the door or pending_stop.
  /// os.exit(0) ends the script like its last line does. All that it held is let go of then.
  /// REQUIRES: nothing ran here before.
  void run(const std::filesystem::path& script);

  /// The same for text; `name` stands for the file, and its folder is where modules are found.
  void run_text(const std::string& text, const std::filesystem::path& name);

  /// The script and then each local file that it loaded, in that order; also while it runs.
  const std::vector<LuaSource>& sources() const;

  /// Makes the running script ask pending_stop at its next instruction. Async-signal-safe, to be
  /// called on the thread that runs the script (from its signal handler); does nothing while no
  /// script runs.
  static void interrupt() noexcept;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mutlua
