// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "base/error.h"

namespace mutlua {

/// How long a rehearsal may compute: while it lives, the script that runs is interrupted when the
/// program has used so many seconds of the processor (not of the clock: a busy machine is no loop).
/// At most one at a time, on the thread that runs the script.
class Patience {
 public:
  /// REQUIRES: seconds > 0.
  explicit Patience(double seconds);
  ~Patience();
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

  /// An Error(script) that says what to do, once the time is over: for LuaOptions::pending_stop,
  /// which puts the script's place in front.
  std::optional<Error> over() const;

  /// SIGVTALRM once the time of the one that lives is over: for a simulated machine, whose waits
  /// pass through no script.
  static std::optional<int> stop_signal();

 private:
  double seconds_;
};

}  // namespace mutlua
