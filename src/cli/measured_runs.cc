// SPDX-License-Identifier: MIT
#include "cli/measured_runs.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "base/error.h"
#include "base/files.h"
#include "energy/gpu_selection.h"
#include "energy/machine_flags.h"
#include "energy/other_processes.h"
#include "energy/window_flags.h"
#include "energy/window_json.h"
#include "system/caller.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

constexpr Seconds kGrace(5);

bool is_there(const std::string& file) {
  struct stat facts {};
  return ::stat(file.c_str(), &facts) == 0;
}

/// Whether execvp(3) would have found a file: 126 if so, 127 if not, as shells say it.
int status_of_failure(const std::string& program) {
  if (program.find('/') != std::string::npos) return is_there(program) ? 126 : 127;
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "/bin:/usr/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (is_there((folder.empty() ? "." : folder) + "/" + program)) return 126;
  }
  return 127;
}

int status_of(const Exit& exit, const std::string& program) {
  if (!exit.failure.empty()) return status_of_failure(program);
  return exit.exit_code ? *exit.exit_code : 128 + exit.signal.value_or(0);
}

std::string how_it_ended(const Exit& exit) {
  if (!exit.failure.empty()) return exit.failure;
  if (exit.exit_code) return fmt::format("exit status {}", *exit.exit_code);
  const int signal = exit.signal.value_or(0);
  return fmt::format("killed by signal {} ({})", signal, ::strsignal(signal));
}

/// The command's surroundings are the user's: trainings of studies are unbuffered, this is not.
std::vector<std::pair<std::string, std::string>> environment(const std::vector<std::string>& gpus) {
  const char* unbuffered = std::getenv("PYTHONUNBUFFERED");
  std::vector<std::pair<std::string, std::string>> variables;
  if (!gpus.empty()) variables = gpu_environment(gpus);
  variables.emplace_back("PYTHONUNBUFFERED", unbuffered != nullptr ? unbuffered : "");
  return variables;
}

Flag after(const char* id, std::string detail) {
  return {.id = id,
          .severity = Severity::error,
          .value = {},
          .threshold = {},
          .when = "after",
          .detail = std::move(detail),
          .performance = true};
}

/// How the command ended, if it did not end well.
void flag_end(MeasuredRun& run) {
  if (run.interrupted) {
    run.flags.push_back(after("exit.nonzero", "the command was stopped before its end"));
  } else if (!run.succeeded()) {
    run.flags.push_back(after("exit.nonzero", "the command failed: " + how_it_ended(run.exit)));
  }
  if (run.exit.strays == 0) return;
  run.flags.push_back(
      after("process.stray",
            fmt::format("{} processes outlived the command and were killed", run.exit.strays)));
}

/// Adds those whose id does not stand there yet: the window and the states around it see some of
/// the same things.
void add_unsaid(Flags& flags, const Flags& more) {
  for (const Flag& each : more) {
    if (std::none_of(flags.begin(), flags.end(),
                     [&each](const Flag& flag) { return flag.id == each.id; }))
      flags.push_back(each);
  }
}

}  // namespace

MeasuredRuns CommandRuns::perform(const std::function<void(const MeasuredRun&)>& seen) {
  for (int number = 1; number <= request_.warmups; ++number) {
    if (!rest() || !accept(warm_up(), fmt::format("warm-up run {}", number))) return result_;
    ++result_.warmups;
  }
  for (int number = 1; number <= request_.runs; ++number) {
    if (!rest()) return result_;
    MeasuredRun last = run(number);
    const bool go_on = accept(last, fmt::format("run {}", number));
    if (result_.not_started) return result_;
    keep_record(last);
    seen(last);
    result_.runs.push_back(std::move(last));
    if (!go_on) return result_;
  }
  return result_;
}

/// False if somebody asked for the end meanwhile.
bool CommandRuns::rest() {
  const Instant until = machine_.clock.now() + Seconds(request_.cooldown_seconds);
  do {
    const Event event = machine_.processes.wait(until);
    if (const auto* stop = std::get_if<StopRequest>(&event)) {
      result_.status = 128 + stop->signal;
      result_.ended = fmt::format("stopped by signal {}", stop->signal);
      return false;
    }
  } while (machine_.clock.now() < until);
  return true;
}

MeasuredRun CommandRuns::run(int number) {
  MeasuredRun run;
  run.number = number;
  const Thresholds thresholds;
  const WindowPlan plan = plan_of(number);
  const auto others = machine_.sampler.observe();
  const MachineState before = state();
  machine_.sampler.begin(plan);
  execute(run);
  run.window = machine_.sampler.finish();
  run.flags = window_flags(run.window, thresholds);
  add_unsaid(run.flags, flags_during(change_between(before, state()), thresholds));
  // One state stands for the span before the run: waiting for a longer one would take time.
  add_unsaid(run.flags, flags_before({.begin = before, .end = before, .request = {}}, thresholds));
  flag_others(run, others);
  flag_end(run);
  return run;
}

MachineState CommandRuns::state() {
  const fs::path place = request_.keep_trace.empty() ? fs::path(".") : request_.keep_trace;
  return read_machine_state(KernelFolders::from_environment(), place, &xids_);
}

/// Who else had the command's GPUs open before it began.
void CommandRuns::flag_others(MeasuredRun& run, const std::optional<Observation>& before) const {
  for (std::size_t i = 0; before && i < before->processes.size(); ++i) {
    const GpuInfo& gpu = machine_.sampler.gpus()[i];
    const bool ours = gpus_.empty() || std::count(gpus_.begin(), gpus_.end(), gpu.uuid) > 0;
    const auto& processes = before->processes[i];
    if (!ours || !processes || processes->empty()) continue;
    run.flags.push_back(other_processes_flag(gpu, *before, processes->size(), Thresholds{}));
  }
}

MeasuredRun CommandRuns::warm_up() {
  MeasuredRun run;
  execute(run);
  return run;
}

void CommandRuns::execute(MeasuredRun& run) {
  run.started = machine_.clock.wall_now();
  const Started started = machine_.processes.start({.argv = request_.command,
                                                    .environment = environment(gpus_),
                                                    .folder = {},
                                                    .log = {},
                                                    .streams = streams_});
  while (true) {
    const Event event = machine_.processes.wait(machine_.clock.now() + Seconds(3600));
    if (const auto* stop = std::get_if<StopRequest>(&event)) {
      stop_signal_ = stop->signal;
      run.interrupted = true;
      machine_.processes.stop(started.id, kGrace);
    } else if (const auto* exit = std::get_if<Exit>(&event)) {
      run.exit = *exit;
      run.duration = exit->at - started.at;
      return;
    }
  }
}

/// Notes how the command ended; true if it is to be run again.
bool CommandRuns::accept(const MeasuredRun& run, const std::string& name) {
  if (run.interrupted) {
    result_.status = 128 + *stop_signal_;
    result_.ended = fmt::format("{} was stopped by signal {}", name, *stop_signal_);
    return false;
  }
  result_.status = status_of(run.exit, request_.command.front());
  result_.not_started = !run.exit.failure.empty();
  if (run.succeeded()) return true;
  result_.ended = fmt::format("{} failed: {}", name, how_it_ended(run.exit));
  return false;
}

WindowPlan CommandRuns::plan_of(int number) const {
  WindowPlan plan{.folder = {}, .gpus = gpus_};
  if (request_.keep_trace.empty()) return plan;
  plan.folder = request_.keep_trace / fmt::format("run_{:03}", number) / "energy";
  std::error_code error;
  if (fs::create_directories(request_.keep_trace, error)) give_only_to_caller(request_.keep_trace);
  fs::create_directories(plan.folder, error);
  if (error) {
    throw Error(ErrorKind::machine,
                fmt::format("cannot make {}: {}", plan.folder.string(), error.message()));
  }
  return plan;
}

/// Beside the trace, so that `mutlua recompute` has something to hold it against.
void CommandRuns::keep_record(const MeasuredRun& run) const {
  if (request_.keep_trace.empty()) return;
  const Json record = {{"command", request_.command}, {"energy", energy_record(run.window)}};
  const fs::path folder = request_.keep_trace / fmt::format("run_{:03}", run.number);
  write_file(folder / "experiment.json", pretty_text(record) + "\n");
  give_to_caller(folder);
}

}  // namespace mutlua
