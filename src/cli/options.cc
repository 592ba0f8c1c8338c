// SPDX-License-Identifier: MIT
#include "cli/options.h"

#include <fmt/format.h>

#include <charconv>

#include "base/error.h"

namespace mutlua {
namespace {

constexpr std::uint64_t kMostSeed = (std::uint64_t{1} << 53) - 1;  // what Lua's numbers hold

std::uint64_t seed_from(const std::string& text) {
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc{} || end != text.data() + text.size() || seed > kMostSeed) {
    throw Error(ErrorKind::usage, fmt::format("--seed: expected a whole number from 0 to {}, found "
                                              "'{}'",
                                              kMostSeed, text));
  }
  return seed;
}

}  // namespace

void add_common(CLI::App& app, CommandLine& line) {
  app.add_option("--results", line.run.results, "folder of the results")->capture_default_str();
  app.add_option("-c,--models", line.models,
                 "catalogue file; repeatable, later ones add and override")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);  // one word per use
  app.add_flag(
      "-q,--quiet", [&line](auto) { line.verbosity = Verbosity::quiet; },
      "only faults and the end");
  app.add_flag(
      "--verbose", [&line](auto) { line.verbosity = Verbosity::verbose; },
      "also phases, and library frames in tracebacks");
}

void add_design(CLI::App& app, CommandLine& line) {
  app.add_option("script", line.run.script,
                 "the study's script (.lua), or a settings file of the old tool (.json)")
      ->required();
  app.add_flag("--strict", line.strict, "read a settings file as the old tool's last version did");
  app.add_option_function<std::string>(
         "-s,--seed", [&line](const std::string& text) { line.run.seed = seed_from(text); },
         "seed of all draws")
      ->type_name("UINT");
  app.add_flag("--fresh", line.run.fresh, "begin a new session; measure everything again");
  app.add_flag("--retry-failed", line.run.retry_failed,
               "measure again what is done but does not count");
  app.add_flag("--gap", line.run.gap, "only what is missing: equal trials of other sessions count");
  app.add_flag("--remeasure", line.run.remeasure,
               "measure again what is done with another git commit of its training");
  app.add_option("--cooldown", line.run.cooldown_seconds, "seconds of rest before each trial")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--settle", line.run.settle_seconds, "seconds for a background load to come up")
      ->check(CLI::NonNegativeNumber);
  app.allow_extras();  // the script's own options
}

void add_rehearsal(CLI::App& app, CommandLine& line) {
  app.add_option("--rehearsal-seconds", line.rehearsal_seconds,
                 "seconds of the processor that the script may take")
      ->check(CLI::Range(0.01, 1e6))
      ->capture_default_str();
}

void add_analyze(CLI::App& app, CommandLine& line) {
  AnalyzeRequest& request = line.analyze;
  app.add_option("sessions", request.sessions,
                 "names of sessions that are analysed together (default: the newest one)");
  app.add_option(
         "--by", request.by,
         "what makes a cell, with commas between: factors, model, background, label, block, "
         "mode, study, session, hyperparameters (default: model, background and all factors)")
      ->delimiter(',')
      ->take_all()
      ->allow_extra_args(false);  // sessions may follow
  app.add_option("--outcome", request.outcomes,
                 "what is compared, with commas between: duration_seconds, "
                 "gpu_energy_total_joules, a metric, ...")
      ->delimiter(',')
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--arm", request.arm,
                 "FACTOR or FACTOR=LEVEL: its levels are compared with that one within blocks "
                 "(default: mode)");
  app.add_flag("--json", line.json, "one JSON document");
  app.add_flag("--csv", line.csv, "comma-separated values: a row per trial and outcome");
}

void add_measure(CLI::App& app, CommandLine& line) {
  MeasureRequest& request = line.measure;
  app.add_option("-r,--runs", request.runs, "how often to run the command")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  app.add_option("-w,--warmup", request.warmups, "runs before these that are not measured")
      ->check(CLI::Range(0, 1000000))
      ->capture_default_str();
  app.add_option("--cooldown", request.cooldown_seconds, "seconds of rest before each run")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--gpus", request.gpus,
                 "GPUs that the command gets and whose energy counts: indices, PCI addresses or "
                 "UUIDs, with commas between them (default: all)");
  app.add_flag("--json", line.json,
               "one JSON document on standard output; the command's own goes to standard error");
  app.add_option("-o,--output", request.output, "also write the JSON document to this file");
  app.add_option("--keep-trace", request.keep_trace,
                 "keep the raw trace of each run in this folder, as run_001/energy");
  app.add_flag("--share-machine", line.run.share_machine,
               "measure though a study does; the result says so");
  app.footer(
      "mutlua measure [options] -- COMMAND ...: the command is run as it is, by no shell, "
      "without standard input.\nThe exit status is the command's own.");
}

void add_extract(CLI::App& app, CommandLine& line) {
  app.add_option("log", line.log, "the log, or what the old tool's wrapper printed")->required();
  app.add_option("--model", line.model,
                 "whose log it is (default: as the experiment.json beside it says)")
      ->type_name("REPOSITORY/MODEL");
  app.add_option("--exit-status", line.exit_status,
                 "how the training ended (default: as the log or the experiment.json says)")
      ->check(CLI::Range(0, 255));
  app.add_flag("--json", line.json, "one JSON document");
}

void add_doctor(CLI::App& app, CommandLine& line) {
  app.add_flag("--json", line.json, "one JSON document");
  app.add_flag("--quick", line.doctor.quick, "look only: no calibration, no idle power");
  app.add_flag("--rapl", line.doctor.rapl,
               "hold the CPU's counters against each other and against perf stat, for 30 s");
  app.add_option("--rapl-seconds", line.doctor.rapl_seconds, "how long that takes")
      ->check(CLI::Range(1.0, 3600.0));
  app.add_flag("--overhead", line.doctor.overhead,
               "what measuring costs a fixed computation, for 20 s");
}

}  // namespace mutlua
