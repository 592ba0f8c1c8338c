// SPDX-License-Identifier: MIT
#include "cli/measure.h"

#include <fmt/format.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "cli/installed.h"
#include "cli/measure_report.h"
#include "cli/measured_runs.h"
#include "cli/text.h"
#include "energy/gpu_selection.h"
#include "system/caller.h"
#include "system/guarded_processes.h"
#include "system/lock.h"
#include "system/stop_signals.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

/// "0,GPU-8f6d" as the list that a script would give: numbers are indices.
Json gpu_list(const std::string& text) {
  Json list = Json::array();
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    const bool index = !word.empty() && word.size() < 6 &&
                       word.find_first_not_of("0123456789") == std::string::npos;
    list.push_back(index ? Json(std::stoi(word)) : Json(word));
    begin = end + 1;
  }
  return list;
}

std::vector<std::string> chosen_gpus(const MeasureRequest& request, const Sampler& sampler) {
  if (request.gpus.empty()) return {};
  try {
    return select_gpus(gpu_list(request.gpus), sampler.gpus(), sampler.unavailable().gpu);
  } catch (const Error& error) {
    throw Error(ErrorKind::usage, std::string("--gpus: ") + error.what());
  }
}

void refuse_unusable(const MeasureRequest& request) {
  if (request.command.empty()) {
    throw Error(ErrorKind::usage,
                "no command to measure; it comes after --: mutlua measure [options] -- COMMAND");
  }
  std::error_code error;
  if (!request.keep_trace.empty() && fs::exists(request.keep_trace, error) &&
      !fs::is_empty(request.keep_trace, error)) {
    throw Error(ErrorKind::usage,
                fmt::format("--keep-trace: {} is not empty", request.keep_trace.string()));
  }
}

}  // namespace

int measure_command(const CommandLine& line) {
  const MeasureRequest& request = line.measure;
  refuse_unusable(request);
  MachineLock lock(line.run.share_machine);
  lock.describe({{"study", "mutlua measure"}, {"command", request.command}});
  // The Guardian comes before anything that starts threads or opens files.
  Guardian guardian = Guardian::fork({.lock = lock.descriptor()});
  StopSignals signals;
  GuardedProcesses processes(std::move(guardian), signals);
  LinuxClock clock;
  const auto sampler = machine_sampler(clock);
  const Streams streams{.output = line.json ? STDERR_FILENO : STDOUT_FILENO,
                        .error = STDERR_FILENO};
  CommandRuns series({.clock = clock, .processes = processes, .sampler = *sampler}, request,
                     chosen_gpus(request, *sampler), streams);
  const bool tell = line.verbosity != Verbosity::quiet && request.runs > 1;
  const MeasuredRuns runs = series.perform([&](const MeasuredRun& run) {
    if (tell) fmt::print(stderr, "{}\n", run_text(run, request.runs));
  });
  if (runs.not_started) fmt::print(stderr, "mutlua: {}\n", printable(runs.ended));
  const Json document = measure_document(runs, {.command = request.command,
                                                .asked = request.runs,
                                                .facts = sampler->facts(),
                                                .containment = processes.containment(),
                                                .shared = !lock.held()});
  if (!request.output.empty()) {
    write_file(request.output, pretty_text(document) + "\n");
    give_only_to_caller(request.output);
  }
  if (line.json) {
    fmt::print("{}\n", pretty_text(document));
  } else if (!runs.not_started) {
    fmt::print(stderr, "\n{}", measure_text(document, TerminalStyle::of(stderr).columns));
  }
  return runs.status;
}

}  // namespace mutlua
