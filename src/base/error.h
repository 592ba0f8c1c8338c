// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>

namespace mutlua {

/// Why the program cannot go on, by who can mend it. Decides the exit status (docs/hacking.md).
enum class ErrorKind {
  usage,     ///< the command line, a settings file or a catalogue
  script,    ///< the study's script; the only kind that a script may catch
  machine,   ///< the machine refuses: a missing file, no permission, no space, a lock
  stopped,   ///< SIGINT, SIGTERM, SIGHUP or `mutlua stop`; the same command continues
  internal,  ///< a fault of mutlua itself
};

/// The session cannot go on. The message names the thing, what was wrong, and what to do.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

  ErrorKind kind() const { return kind_; }

  /// A fatal error ends the study even where a script tries to catch it.
  bool fatal() const { return kind_ != ErrorKind::script && kind_ != ErrorKind::usage; }

 private:
  ErrorKind kind_;
};

}  // namespace mutlua
