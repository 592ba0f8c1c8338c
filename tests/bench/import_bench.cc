// SPDX-License-Identifier: MIT
// How long importing old results takes: `mutlua_import_bench [EXPERIMENTS SAMPLES]`. Reports, and
// fails nothing. The sessions are made first, in a temporary folder, and imported by the real
// program.
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "support/old_results.h"

namespace mutlua {
namespace {

constexpr int kPerSession = 100;

/// Like the real ones: power that wanders, a second skipped now and then, its sum in the record.
void write_experiment(const TempFolder& folder, const std::string& place, int number, int samples) {
  std::string power = "timestamp,power_draw_w\n";
  std::string temperature = "timestamp,gpu_temp_c,memory_temp_c\n";
  std::string utilisation = "timestamp,gpu_util_percent,memory_util_percent\n";
  double sum = 0;
  int second = 1772366400 + number * 10'000;
  for (int i = 0; i < samples; ++i) {
    second += i % 20 == 19 ? 2 : 1;
    const double watts = 200 + (i * 37 + number) % 1000 / 10.0;
    sum += watts;
    power += fmt::format("{},{:.2f}\n", second, watts);
    temperature += fmt::format("{},{},N/A\n", second, 60 + i % 20);
    utilisation += fmt::format("{},{},{}\n", second, i % 100, i % 50);
  }
  const test::OldRun run = {
      .timestamp = fmt::format("2026-03-{:02}T{:02}:{:02}:00.5", 1 + number / 1440 % 28,
                               number / 60 % 24, number % 60),
      .seconds = samples * 1.05};
  test::write_energy(folder, place + "/energy", {.seconds = 1});
  folder.write(place + "/energy/gpu_power.csv", power);
  folder.write(place + "/energy/gpu_temperature.csv", temperature);
  folder.write(place + "/energy/gpu_utilization.csv", utilisation);
  const std::string id = place.substr(place.rfind('/') + 1);
  Json record = test::record_json(run, id);
  record["energy_metrics"]["gpu_energy_total_joules"] = sum;
  folder.write(place + "/experiment.json", record.dump(2));
}

double seconds_of_import(const TempFolder& folder, const std::string& results) {
  const std::string program = std::string(MUTLUA_BINARY_FOLDER) + "/bin/mutlua";
  const std::string old = folder / "old";
  const std::string target = folder / results;
  const char* words[] = {program.c_str(), "import",       old.c_str(),
                         "--results",     target.c_str(), nullptr};
  const auto begin = std::chrono::steady_clock::now();
  pid_t child = 0;
  ::posix_spawn(&child, program.c_str(), nullptr, nullptr, const_cast<char**>(words), environ);
  int status = 0;
  ::waitpid(child, &status, 0);
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  if (status != 0) fmt::print("the import ended with status {}\n", status);
  return spent.count();
}

void bench(int experiments, int samples) {
  const TempFolder folder;
  for (int i = 0; i < experiments; ++i) {
    write_experiment(
        folder,
        fmt::format("old/run_{:03}/examples_mnist_{:03}", i / kPerSession, i % kPerSession + 1), i,
        samples);
  }
  std::vector<double> first;
  for (int i = 0; i < 5; ++i) first.push_back(seconds_of_import(folder, fmt::format("r{}", i)));
  const double again = seconds_of_import(folder, "r0");
  std::sort(first.begin(), first.end());
  fmt::print("import {} experiments, {} power samples: {:.2f} s (median of 5; {:.2f} to {:.2f})\n",
             experiments, static_cast<long>(experiments) * samples, first[2], first[0], first[4]);
  fmt::print("the same again, all known: {:.2f} s\n", again);
}

}  // namespace
}  // namespace mutlua

int main(int count, char** words) {
  mutlua::bench(count > 1 ? std::atoi(words[1]) : 1000, count > 2 ? std::atoi(words[2]) : 2000);
}
