// SPDX-License-Identifier: MIT
#include "training/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace mutlua {
namespace {

std::string signal_name(int signal) {
  const char* description = ::sigdescr_np(signal);
  return description == nullptr ? "unknown" : description;
}

/// A shell reports a child that a signal ended as 128 + signal.
std::string exit_status(int code) {
  const bool by_signal = code > 128 && ::sigdescr_np(code - 128) != nullptr;
  if (!by_signal) return fmt::format("exit status {}", code);
  return fmt::format("exit status {} (signal {}, {})", code, code - 128, signal_name(code - 128));
}

std::string how_it_ended(const ExitFacts& exit) {
  if (exit.signal)
    return fmt::format("ended by signal {} ({})", *exit.signal, signal_name(*exit.signal));
  return exit.exit_code ? exit_status(*exit.exit_code) : "how it ended is not known";
}

const Metric* find_metric(const Model& model, const std::string& name) {
  for (const Metric& metric : model.metrics) {
    if (metric.name == name) return &metric;
  }
  return nullptr;
}

/// All that must be there; with no needs, all of which one must be there.
std::vector<std::string> missing(const Model& model, const LogReader& log,
                                 const std::vector<std::string>& needs) {
  std::vector<std::string> result;
  if (needs.empty() && log.metrics().empty()) {
    for (const Metric& metric : model.metrics) result.push_back(metric.name);
  }
  for (const std::string& name : needs) {
    if (!log.metric(name)) result.push_back(name);
  }
  return result;
}

std::string why_missing(const Model& model, const LogReader& log, const std::string& name) {
  if (const auto last = log.not_a_number(name)) {
    return fmt::format("the last value of {} in the log is not a number ({})", name, *last);
  }
  const Metric* metric = find_metric(model, name);
  if (metric == nullptr) {
    return fmt::format("the metric {} is missing: {} has no pattern for it", name, model.name);
  }
  return fmt::format("the metric {} is missing: no line of the log matches /{}/ with a number",
                     name, metric->pattern);
}

std::string missing_reason(const Model& model, const LogReader& log,
                           const std::vector<std::string>& names, bool any) {
  if (any && !log.not_a_number(names.front()))
    return fmt::format("exit status 0, but the log shows no metric: none of {}",
                       fmt::join(names, ", "));
  std::string reason = "exit status 0, but " + why_missing(model, log, names.front());
  if (names.size() > 1) {
    const std::vector<std::string> others(names.begin() + 1, names.end());
    reason += fmt::format("; missing too: {}", fmt::join(others, ", "));
  }
  return reason;
}

Verdict failed(const ExitFacts& exit, const LogReader& log) {
  const std::string end = how_it_ended(exit);
  if (log.out_of_memory()) {
    return {TrainingStatus::out_of_memory,
            fmt::format("{}; the log says: '{}'", end, *log.out_of_memory()),
            {}};
  }
  const std::vector<std::string> last = log.last_lines(1);
  const std::string line =
      last.empty() ? "the log is empty" : fmt::format("last line of the log: '{}'", last.front());
  return {TrainingStatus::failed, end + "; " + line, {}};
}

Verdict by_exit(const Model& model, const ExitFacts& exit, const LogReader& log,
                const std::vector<std::string>& absent, bool any) {
  if (!exit.failure.empty()) return {TrainingStatus::failed, exit.failure, {}};
  if (exit.timed_out) {
    return {TrainingStatus::timed_out,
            fmt::format("not finished after {:.6g} s", exit.timeout.count()),
            {}};
  }
  if (exit.stopped) return {TrainingStatus::stopped, "stopped on request", {}};
  if (exit.exit_code == 0 && !exit.signal) {
    if (absent.empty()) return {TrainingStatus::completed, "", {}};
    return {TrainingStatus::failed, missing_reason(model, log, absent, any), {}};
  }
  if (exit.killed_by_kernel_for_memory) {
    return {TrainingStatus::out_of_memory,
            how_it_ended(exit) + "; the kernel ended it because memory was not enough",
            {}};
  }
  return failed(exit, log);
}

}  // namespace

const char* to_text(TrainingStatus status) {
  switch (status) {
    case TrainingStatus::completed:
      return "completed";
    case TrainingStatus::failed:
      return "failed";
    case TrainingStatus::timed_out:
      return "timed_out";
    case TrainingStatus::out_of_memory:
      return "out_of_memory";
    case TrainingStatus::stopped:
      return "stopped";
  }
  return "failed";
}

Verdict judge(const Model& model, const ExitFacts& exit, const LogReader& log,
              const std::vector<std::string>& needs) {
  const std::vector<std::string> absent = missing(model, log, needs);
  Verdict verdict = by_exit(model, exit, log, absent, needs.empty());
  verdict.missing_metrics = absent;
  return verdict;
}

}  // namespace mutlua
