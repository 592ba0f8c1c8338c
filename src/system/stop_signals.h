// SPDX-License-Identifier: MIT
#pragma once

#include <signal.h>

#include <optional>
#include <vector>

#include "base/files.h"

namespace mutlua {

/// The signals by which somebody asks the study to end. While it lives, SIGINT, SIGTERM and SIGHUP
/// are requests, SIGUSR1 asks to end after the present trial, and SIGPIPE is ignored. What `nohup`
/// ignores (SIGHUP) stays ignored. One at a time; the former dispositions come back at its end.
class StopSignals {
 public:
  /// Called inside the signal handler with SIGINT, SIGTERM or SIGHUP: async-signal-safe only.
  using Hook = void (*)(int signal);

  /// Throws Error(machine) without a free descriptor, Error(internal) if there is another one.
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  ~StopSignals();

  void set_hook(Hook hook);

  /// The first signal that asked for the end, if any did.
  std::optional<int> requested() const;
  /// SIGINT has come again after a request: do not wait for anything.
  bool hurried() const;
  /// SIGUSR1 has come.
  bool after_trial() const;

  /// Readable after each signal, until drain().
  int descriptor() const { return event_.number(); }
  void drain();

 private:
  void install(int signal);

  Descriptor event_;
  std::vector<std::pair<int, struct sigaction>> former_;
};

}  // namespace mutlua
