// SPDX-License-Identifier: MIT
// How fast the parts are: `./dev bench`. Reports, and fails nothing.
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

#include "base/files.h"
#include "cli/program.h"
#include "extract.h"
#include "system/machine_facts.h"

namespace mutlua {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

double milliseconds_of(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return Milliseconds(std::chrono::steady_clock::now() - begin).count();
}

std::vector<double> repeated(int times, const std::function<void()>& work) {
  std::vector<double> values;
  for (int i = 0; i < times; ++i) values.push_back(milliseconds_of(work));
  return values;
}

/// "1.20 ms (1.10 to 1.40)": the median, and the quartiles.
std::string summary(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double part) {
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
  };
  return fmt::format("{:7.2f} ms  ({:.2f} to {:.2f}, n = {})", at(0.5), at(0.25), at(0.75),
                     values.size());
}

void report(const std::string& what, const std::string& figure) {
  fmt::print("{:<52} {}\n", what, figure);
}

void spawn(const std::vector<std::string>& words) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  ::posix_spawn_file_actions_init(&quiet);
  ::posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  ::posix_spawn(&child, argv.front(), &quiet, nullptr, argv.data(), environ);
  int status = 0;
  ::waitpid(child, &status, 0);
  ::posix_spawn_file_actions_destroy(&quiet);
}

Json no_op_repository() {
  return {
      {"path", "/"},
      {"command", {"/bin/true"}},
      {"models", {"a"}},
      {"hyperparameters",
       {{"rate", {{"flag", "-r"}, {"type", "float"}, {"default", 1}, {"range", {0, 1000000}}}}}},
      {"protocol", {{"cooling", {{"seconds", 0}}}, {"settle", {{"seconds", 0}}}}}};
}

/// The most memory that the runner, its Guardian and its keepers have used, in MB.
struct Memory {
  double runner = 0;
  double guardian = 0;
};

double peak_megabytes(pid_t process) {
  const std::string status = Workshop::content(fmt::format("/proc/{}/status", process));
  const std::size_t at = status.find("VmHWM:");
  return at == std::string::npos ? 0 : std::stod(status.substr(at + 6)) / 1000;
}

pid_t first_child(pid_t parent) {
  const std::string children =
      Workshop::content(fmt::format("/proc/{}/task/{}/children", parent, parent));
  return children.empty() ? 0 : std::stoi(children);
}

/// Runs `trials` no-op trainings; gives the time from one trial's start to the next one's.
std::vector<double> trial_costs(int trials, Memory& memory) {
  Workshop workshop;
  workshop.catalogue(no_op_repository());
  workshop.script(fmt::format(R"(
    local mut = require "mutlua"
    local study = mut.study {{ name = "bench" }}
    local model = mut.model "test/a"
    for i = 1, {} do study:add {{ foreground = model:with {{ rate = i }} }} end
    study:run()
  )",
                              trials));
  const pid_t runner = workshop.start({"run", "study.lua", "--quiet"});
  bool ended = false;
  std::thread watcher([&] {
    while (!ended) {
      memory.runner = std::max(memory.runner, peak_megabytes(runner));
      const pid_t guardian = first_child(runner);
      if (guardian > 0) memory.guardian = std::max(memory.guardian, peak_megabytes(guardian));
      ::usleep(20000);
    }
  });
  int status = 0;
  ::waitpid(runner, &status, 0);
  ended = true;
  watcher.join();
  if (status != 0) fmt::print(stderr, "the study failed: {}\n", workshop.folder.read("err"));

  std::vector<std::string> starts;
  for (const Json& record : workshop.records())
    starts.push_back(record.at("started_at").get<std::string>());
  std::sort(starts.begin(), starts.end());
  std::vector<double> costs;
  const auto milliseconds = [](const std::string& time) {  // within the hour: MM:SS.ffffff
    return std::stod(time.substr(14, 2)) * 60e3 + std::stod(time.substr(17, 9)) * 1e3;
  };
  for (std::size_t i = 1; i < starts.size(); ++i) {
    const double cost = milliseconds(starts[i]) - milliseconds(starts[i - 1]);
    costs.push_back(cost < 0 ? cost + 3600e3 : cost);
  }
  return costs;
}

void bench_parts() {
  const TempFolder folder;
  const std::string record(3000, 'x');
  report("spawn /bin/true, nothing else", summary(repeated(200, [] { spawn({"/bin/true"}); })));
  report("write a 3 kB record durably",
         summary(repeated(200, [&] { write_file_durably(folder / "record.json", record); })));
  const std::string binary = Workshop::binary();
  report("mutlua --version", summary(repeated(100, [&] { spawn({binary, "--version"}); })));
}

/// What a plan of a large design takes: 1,000 treatments, each 100 times.
void bench_plan() {
  Workshop workshop;
  workshop.catalogue(no_op_repository());
  workshop.script(R"(
    local mut = require "mutlua"
    local study = mut.study { name = "large", order = "blocked", replicates = 100 }
    local model = mut.model "test/a"
    for i = 1, 1000 do study:add { foreground = model:with { rate = i } } end
    study:run()
  )");
  Memory memory;
  const auto plan = [&] {
    const pid_t planner = workshop.start({"plan", "study.lua"});
    int status = 0;
    rusage used{};
    ::wait4(planner, &status, 0, &used);
    memory.runner = static_cast<double>(used.ru_maxrss) / 1024;
  };
  report("plan of 100,000 trials (1,000 treatments)", summary(repeated(3, plan)));
  report("its peak memory", fmt::format("{:7.1f} MB", memory.runner));
}

void bench_trials() {
  constexpr int kTrials = 2000;
  Memory small;
  trial_costs(132, small);
  Memory memory;
  const std::vector<double> costs = trial_costs(kTrials, memory);
  if (costs.size() < 1000) return;
  report("one trial, no-op training, no waits: first 500",
         summary({costs.begin(), costs.begin() + 500}));
  report("the same: last 500 of 2000", summary({costs.end() - 500, costs.end()}));
  report("peak memory of the runner, 132 trials", fmt::format("{:7.1f} MB", small.runner));
  report("the same, 2000 trials", fmt::format("{:7.1f} MB", memory.runner));
  report("peak memory of the Guardian", fmt::format("{:7.1f} MB", memory.guardian));
}

}  // namespace
}  // namespace mutlua

int main() {
  const mutlua::Json facts = mutlua::machine_facts();
  fmt::print("{}, {} cores, kernel {}; median (quartiles)\n\n", facts.at("cpu_model").dump(),
             facts.at("logical_cores").dump(), facts.at("kernel").dump());
  mutlua::bench_parts();
  mutlua::bench_extract();  // before trials, so that the peak memory is its own
  mutlua::bench_trials();
  mutlua::bench_plan();
}
