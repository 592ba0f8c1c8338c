// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <string>

#include "base/json.h"
#include "support/temp_folder.h"

namespace mutlua::test {

/// One experiment of the old tool, to be written into a folder. One sample a second.
struct OldRun {
  std::string repository = "examples";
  std::string model = "mnist";
  Json hyperparameters = {{"epochs", 2}};
  Json metrics = {{"test_accuracy", 98.5}};
  std::string timestamp = "2026-03-01T20:01:40.250000";
  double seconds = 100;  ///< duration; the samples span one less
  double watts = 80;
  bool success = true;
  bool parallel = false;

  int samples() const { return static_cast<int>(seconds); }
};

inline Json training_json(const OldRun& run) {
  return {{"repository", run.repository},
          {"model", run.model},
          {"hyperparameters", run.hyperparameters},
          {"duration_seconds", run.seconds},
          {"energy_metrics",
           {{"cpu_energy_pkg_joules", 1500.5},
            {"cpu_energy_ram_joules", 20.25},
            {"cpu_energy_total_joules", 1520.75},
            {"gpu_power_avg_watts", run.watts},
            {"gpu_power_max_watts", run.watts},
            {"gpu_power_min_watts", run.watts},
            {"gpu_energy_total_joules", run.watts * run.samples()},
            {"gpu_temp_avg_celsius", 50.0},
            {"gpu_temp_max_celsius", 50.0},
            {"gpu_util_avg_percent", 90.0},
            {"gpu_util_max_percent", 90.0}}},
          {"performance_metrics", run.metrics},
          {"training_success", run.success},
          {"retries", run.success ? 0 : 3},
          {"error_message", "Training completed successfully"}};
}

inline Json record_json(const OldRun& run, const std::string& id) {
  Json json = {{"experiment_id", id}, {"timestamp", run.timestamp}};
  if (!run.parallel) {
    json.update(training_json(run));
    return json;
  }
  json["mode"] = "parallel";
  json["foreground"] = training_json(run);
  json["background"] = {{"repository", "MRT-OAST"},
                        {"model", "default"},
                        {"hyperparameters", {{"epochs", 5}}},
                        {"log_directory", "/home/someone/results/background_logs"},
                        {"note", "Background training served as GPU load only (not monitored)"}};
  return json;
}

/// The end of the run at 12:01:40 UTC, eight hours behind its local time.
inline constexpr int kLastSecond = 1772366499;

inline void write_energy(const TempFolder& folder, const std::string& energy, const OldRun& run) {
  std::string power = "timestamp,power_draw_w\n";
  std::string temperature = "timestamp,gpu_temp_c,memory_temp_c\n";
  std::string utilisation = "timestamp,gpu_util_percent,memory_util_percent\n";
  for (int i = 0; i < run.samples(); ++i) {
    const int second = kLastSecond - run.samples() + 1 + i;
    power += fmt::format("{},{:.2f}\n", second, run.watts);
    temperature += fmt::format("{},50,N/A\n", second);
    utilisation += fmt::format("{},90,10\n", second);
  }
  folder.write(energy + "/gpu_power.csv", power);
  folder.write(energy + "/gpu_temperature.csv", temperature);
  folder.write(energy + "/gpu_utilization.csv", utilisation);
  folder.write(energy + "/cpu_energy_raw.txt",
               fmt::format("# started on Sun Mar  1 20:00:00 2026\n\n"
                           "  1,500.50 Joules power/energy-pkg/\n  20.25 Joules power/energy-ram/\n"
                           "\n  {:.6f} seconds time elapsed\n",
                           run.seconds - 0.5));
  folder.write(energy + "/cpu_energy.txt",
               "CPU Energy Consumption Summary\n====\nPackage Energy (Joules): 1500.50\n"
               "RAM Energy (Joules): 20.25\nTotal CPU Energy (Joules): 1520.75\n");
}

/// Writes SESSION/ID/experiment.json and its energy files.
inline void write_run(const TempFolder& folder, const std::string& place, const OldRun& run) {
  const std::string id = place.substr(place.rfind('/') + 1);
  folder.write(place + "/experiment.json", record_json(run, id).dump(2));
  write_energy(folder, place + "/energy", run);
}

}  // namespace mutlua::test
