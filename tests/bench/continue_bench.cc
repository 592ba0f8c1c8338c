// SPDX-License-Identifier: MIT
// How long it takes to go on with a large session: `mutlua_continue_bench [TRIALS]`. Reports, and
// fails nothing. One trial is run; the records of the others are made of its record, and the real
// program puts them into its index.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "base/files.h"
#include "base/sha256.h"
#include "cli/program.h"
#include "system/machine_facts.h"

namespace mutlua {
namespace {

constexpr int kReplicates = 100;
constexpr int kRepetitions = 5;

struct Cost {
  double seconds = 0;
  double processor_seconds = 0;
  double megabytes = 0;
};

std::string study(int treatments, int replicates) {
  return fmt::format(R"(
    local mut = require "mutlua"
    local study = mut.study {{ name = "large", order = "blocked", replicates = {}, seed = 1 }}
    local model = mut.model "test/a"
    for i = 1, {} do study:add {{ foreground = model:with {{ rate = i }} }} end
    study:run()
  )",
                     replicates, treatments);
}

Json no_op_repository() {
  return {{"path", "/"},
          {"command", {"/bin/true"}},
          {"models", {"a"}},
          {"hyperparameters",
           {{"rate", {{"flag", "-r"}, {"type", "int"}, {"default", 1}, {"range", {0, 1000000}}}}}},
          {"protocol", {{"cooling", {{"seconds", 0}}}, {"settle", {{"seconds", 0}}}}}};
}

Cost cost_of(Workshop& workshop, const std::vector<std::string>& words) {
  const auto begin = std::chrono::steady_clock::now();
  const pid_t program = workshop.start(words);
  int status = 0;
  rusage used{};
  ::wait4(program, &status, 0, &used);
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  if (status != 0) fmt::print(stderr, "it failed: {}\n", workshop.folder.read("err"));
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return {.seconds = spent.count(),
          .processor_seconds = seconds(used.ru_utime) + seconds(used.ru_stime),
          .megabytes = static_cast<double>(used.ru_maxrss) * 1024 / 1e6};
}

void report(const std::string& what, std::vector<Cost> costs) {
  std::sort(costs.begin(), costs.end(),
            [](const Cost& a, const Cost& b) { return a.seconds < b.seconds; });
  const Cost& median = costs[costs.size() / 2];
  fmt::print("{:<52} {:6.2f} s  ({:.2f} to {:.2f}, n = {}; {:.2f} s of processors; {:.0f} MB)\n",
             what, median.seconds, costs.front().seconds, costs.back().seconds, costs.size(),
             median.processor_seconds, median.megabytes);
}

std::vector<Cost> repeated(const std::function<Cost()>& work) {
  std::vector<Cost> costs;
  for (int i = 0; i < kRepetitions; ++i) costs.push_back(work());
  return costs;
}

/// The record of another trial of the study.
Json record_of(Json record, int number, int rate, int replicate) {
  Json& specification = record["specification"];
  specification["replicate"] = replicate;
  specification["foregrounds"][0]["argv"].back() = fmt::format("{}", rate);
  specification["foregrounds"][0]["values"]["rate"] = rate;
  Json identified = specification;
  identified["occurrence"] = 1;
  record["identity"] = sha256(canonical_text(identified));
  record["experiment_id"] = fmt::format("test_a_{:03}", number);
  record["execution_number"] = number;
  record["replicate"] = replicate;
  record["hyperparameters"]["rate"] = rate;
  return record;
}

/// Finishes all trials but the one that is finished.
void finish(const Workshop& workshop, int trials) {
  const std::filesystem::path session = workshop.sessions().front();
  const Json first = workshop.records().front();
  for (int i = 1; i < trials; ++i) {
    const Json record = record_of(first, i + 1, i / kReplicates + 1, i % kReplicates + 1);
    const auto folder = session / record.at("experiment_id").get<std::string>();
    std::filesystem::create_directory(folder);
    write_file(folder / "experiment.json", pretty_text(record));
  }
}

void bench(const std::string& kind, int trials, const std::vector<std::string>& options) {
  Workshop workshop;
  workshop.catalogue(no_op_repository());
  std::vector<std::string> run = {"run", "study.lua", "--quiet"};
  run.insert(run.end(), options.begin(), options.end());
  workshop.script(study(1, 1));
  workshop.mutlua(run);
  finish(workshop, trials);
  workshop.script(study(trials / kReplicates, kReplicates));

  for (const char* ending : {"", "-wal", "-shm"})
    std::filesystem::remove(workshop.folder / ("results/mutlua.db" + std::string(ending)));
  report(fmt::format("{} session of {} trials, its index made", kind, trials),
         {cost_of(workshop, run)});
  report("it is continued, nothing is left", repeated([&] { return cost_of(workshop, run); }));
  if (!options.empty()) return;  // without its last trial it would not be the session it was
  const auto last = workshop.sessions().front() / fmt::format("test_a_{:03}", trials);
  report("it is continued, one trial is left", repeated([&] {
           std::filesystem::remove_all(last);
           return cost_of(workshop, run);
         }));
}

void bench_planning(int trials) {
  Workshop workshop;
  workshop.catalogue(no_op_repository());
  workshop.script(study(trials / kReplicates, kReplicates));
  report(fmt::format("the same {} trials, only planned", trials), repeated([&] {
           return cost_of(workshop, {"plan", "study.lua"});
         }));
}

}  // namespace
}  // namespace mutlua

int main(int count, char** words) {
  const int trials = count > 1 ? std::atoi(words[1]) : 100'000;
  const mutlua::Json facts = mutlua::machine_facts();
  fmt::print("{}, {} cores, kernel {}; median (least to most)\n", facts.at("cpu_model").dump(),
             facts.at("logical_cores").dump(), facts.at("kernel").dump());
  mutlua::bench_planning(trials);
  mutlua::bench("measured", trials, {});
  mutlua::bench("simulated", trials, {"--simulate"});
}
