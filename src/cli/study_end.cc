// SPDX-License-Identifier: MIT
#include "cli/study_end.h"

#include <fmt/format.h>

#include <csignal>

namespace mutlua {
namespace {

int stopped_status(const Lab& lab, const StopSignals& signals, const RunOptions& options) {
  if (const auto signal = signals.requested()) return 128 + *signal;
  if (options.fail_fast && lab.has_failed()) return 1;
  return 128 + SIGTERM;  // mutlua stop --after-trial
}

}  // namespace

std::optional<Error> stop_error(const StopSignals& signals) {
  const auto signal = signals.requested();
  if (!signal) return std::nullopt;
  return Error(ErrorKind::stopped,
               fmt::format("stopped by signal {}; the same command continues", *signal));
}

int run_to_end(ScriptHost& host, const Design& design, Terminal& terminal,
               const StopSignals& signals, const RunOptions& options) {
  try {
    host.run();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::stopped) throw;
    terminal.message(error.what());
    return stopped_status(host.lab(), signals, options);
  }
  const std::string unfinished = host.lab().unfinished();
  if (!unfinished.empty()) throw Error(ErrorKind::script, unfinished);
  if (design.complete) host.lab().keep_unasked();
  const bool good = host.lab().passed().value_or(host.lab().tally().invalid == 0);
  return good && design.complete ? 0 : 1;
}

}  // namespace mutlua
