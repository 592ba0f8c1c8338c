// SPDX-License-Identifier: MIT
#include "legacy/energy_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "legacy/assemble.h"
#include "legacy/import_flag.h"
#include "legacy/old_record.h"
#include "store/trial_summary.h"

namespace mutlua {
namespace {

constexpr const char* kGpuEnergy = "gpu_energy_total_joules";
constexpr double kSameFigure = 1e-6;  // of the larger one
constexpr double kLongestGap = 10;    // seconds; the old tool's own were at most 6
constexpr double kShortBy = 0.1;      // of the time that was measured
constexpr double kShortBySeconds = 5;

bool same(double a, double b) {
  return std::fabs(a - b) <= kSameFigure * std::max({std::fabs(a), std::fabs(b), 1.0});
}

std::string joined(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, ", "));
}

/// What the record says against what its files say by the old rules.
void compare(Json& record, const Json& stored, const Json& by_files) {
  std::vector<std::string> differing;
  std::vector<std::string> restored;
  for (auto it = by_files.begin(); it != by_files.end(); ++it) {
    if (it.value().is_null()) continue;
    const Json& figure = stored.at(it.key());
    if (figure.is_null()) {
      restored.push_back(it.key());
    } else if (!same(figure.get<double>(), it.value().get<double>())) {
      differing.push_back(it.key());
    }
  }
  if (!restored.empty()) {
    add_repair(record, fmt::format("taken from the raw files, as the record lacked them: {}",
                                   joined(restored)));
  }
  if (differing.empty()) return;
  add_repair(record, fmt::format("taken from the raw files, as the record differed: {}",
                                 joined(differing)));
  add_flag(record,
           {.id = import_flag::kEnergyDiffers,
            .detail = "the record's figures are not those of its raw files: " + joined(differing)});
}

/// The files' figures; where they say nothing, the record's.
Json merged(const Json& stored, const Json& right, const OldEnergy& energy) {
  Json figures = stored;
  for (auto it = right.begin(); it != right.end(); ++it) {
    if (!it.value().is_null()) figures[it.key()] = it.value();
  }
  figures[kGpuEnergy] = right.at(kGpuEnergy);
  // A report without a counter: the stored 0 stands for nothing that was counted.
  const bool report = energy.perf.elapsed_seconds.has_value();
  if (report && !energy.perf.package_joules) figures["cpu_energy_pkg_joules"] = nullptr;
  if (report && !energy.perf.memory_joules) figures["cpu_energy_ram_joules"] = nullptr;
  if (report && !energy.perf.package_joules && !energy.perf.memory_joules) {
    figures["cpu_energy_total_joules"] = nullptr;
  }
  return figures;
}

void flag_samples(Json& record, const OldEnergy& energy) {
  const OldSamples& power = energy.power;
  const auto fault = [&](const std::string& what) {
    add_flag(record, {.id = import_flag::kSampleFault, .detail = what});
  };
  for (const std::string& each : energy.faults) fault(each);
  if (power.pointer) fault("gpu_power.csv holds a Git LFS pointer in place of the samples");
  if (power.further > 0)
    fault("gpu_power.csv holds several GPUs; the old figures mix or drop them");
  if (power.backwards) fault("the times in gpu_power.csv run backwards");
  if (power.torn) add_repair(record, "the last line of gpu_power.csv was cut short and left out");
  if (power.unreadable > 0) {
    fault(fmt::format("{} cells of gpu_power.csv are no numbers", power.unreadable));
  }
  if (!power.integral()) {
    add_flag(record, {.id = import_flag::kNoSamples,
                      .detail = "the GPU's energy is unknown: there are no two power samples with "
                                "times in order; the old sum is kept",
                      .value = power.timed});
  }
  if (power.largest_gap > kLongestGap) {
    add_flag(record, {.id = import_flag::kSampleGap,
                      .detail = "the power was not sampled for a while",
                      .value = power.largest_gap,
                      .threshold = kLongestGap});
  }
}

/// The samples should span what was measured.
void flag_span(Json& record, const OldEnergy& energy) {
  const Json& duration = measured_part(record).at("duration_seconds");
  std::optional<double> measured = energy.perf.elapsed_seconds;
  if (!measured && duration.is_number()) measured = duration.get<double>();
  if (!measured || !energy.power.integral()) return;
  const double missing = *measured - energy.power.span_seconds();
  if (missing <= std::max(kShortBySeconds, kShortBy * *measured)) return;
  add_flag(record, {.id = import_flag::kSamplesTooShort,
                    .detail = "the power samples span less than the training",
                    .value = energy.power.span_seconds(),
                    .threshold = *measured});
}

void flag_cpu(Json& record, const Json& figures) {
  std::vector<std::string> lacking;
  for (const char* name : {"cpu_energy_pkg_joules", "cpu_energy_ram_joules"}) {
    if (figures.at(name).is_null()) lacking.emplace_back(name);
  }
  if (lacking.empty()) return;
  add_flag(record, {.id = import_flag::kCpuNotCounted,
                    .detail = "not counted, whatever the old figure says: " + joined(lacking)});
}

Json energy_json(const Json& figures, const Json& old_sum, const OldEnergy& energy) {
  const Json& cpu = figures.at("cpu_energy_total_joules");
  const Json& gpu = figures.at(kGpuEnergy);
  Json json = {{"total_energy_joules", nullptr}, {"legacy_gpu_energy_joules", old_sum}};
  if (cpu.is_number() && gpu.is_number()) {
    json["total_energy_joules"] = cpu.get<double>() + gpu.get<double>();
  }
  json["cpu"] = {{"gross_joules", cpu},
                 {"method", "perf_whole_machine"},
                 {"evidence", cpu.is_null() ? "unknown" : "measured"}};
  json["gpus"] = Json::array({{{"uuid", "gpu-0"},
                               {"gross_joules", gpu},
                               {"method", "samples_trapezoid"},
                               {"evidence", gpu.is_null() ? "unknown" : "measured"},
                               {"samples", energy.power.count},
                               {"span_seconds", energy.power.span_seconds()},
                               {"largest_gap_seconds", energy.power.largest_gap}}});
  return json;
}

}  // namespace

void set_energy(Json& record, const OldEnergy& energy) {
  const Json stored = measured_part(record).at("energy_metrics");
  const Json by_files = figures_json(energy.old_figures());
  compare(record, stored, by_files);
  const Json figures = merged(stored, figures_json(energy.right_figures()), energy);
  measured_part(record)["energy_metrics"] = figures;
  const Json& old_sum = stored.at(kGpuEnergy);
  record["energy"] =
      energy_json(figures, old_sum.is_null() ? by_files.at(kGpuEnergy) : old_sum, energy);
  flag_samples(record, energy);
  flag_span(record, energy);
  flag_cpu(record, figures);
}

}  // namespace mutlua
