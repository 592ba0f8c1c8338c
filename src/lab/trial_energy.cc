// SPDX-License-Identifier: MIT
#include "lab/trial_energy.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "energy/window_json.h"
#include "lab/outcome.h"

namespace mutlua {
namespace {

std::vector<const GpuEnergy*> assigned(const Window& window) {
  std::vector<const GpuEnergy*> gpus;
  for (const GpuEnergy& gpu : window.gpus) {
    if (gpu.assigned) gpus.push_back(&gpu);
  }
  return gpus;
}

const GaugeSummary* gauge(const Window& window, const GpuEnergy& gpu, const char* name) {
  return window.gauge(fmt::format("gpu{}.{}", gpu.info.index, name));
}

void raise(std::optional<double>& most, double value) {
  most = std::max(value, most.value_or(value));
}

void add_gpu_metrics(EnergyMetrics& metrics, const Window& window) {
  const auto gpus = assigned(window);
  metrics.gpu_energy_total_joules = value_of(window.gpu());
  if (metrics.gpu_energy_total_joules && window.duration() > Seconds(0))
    metrics.gpu_power_avg_watts = *metrics.gpu_energy_total_joules / window.duration().count();
  double temperatures = 0, uses = 0;
  std::size_t temperature_count = 0, use_count = 0;
  for (const GpuEnergy* gpu : gpus) {
    if (const auto* temperature = gauge(window, *gpu, "temperature_c")) {
      temperatures += temperature->mean;
      ++temperature_count;
      raise(metrics.gpu_temp_max_celsius, static_cast<double>(temperature->most));
    }
    if (const auto* use = gauge(window, *gpu, "utilisation_pct")) {
      uses += use->mean;
      ++use_count;
      raise(metrics.gpu_util_max_percent, static_cast<double>(use->most));
    }
  }
  if (temperature_count > 0)
    metrics.gpu_temp_avg_celsius = temperatures / static_cast<double>(temperature_count);
  if (use_count > 0) metrics.gpu_util_avg_percent = uses / static_cast<double>(use_count);
  if (gpus.size() != 1) return;
  const auto* power = gauge(window, *gpus.front(), "average_mw");
  if (power == nullptr) power = gauge(window, *gpus.front(), "instant_mw");
  if (power == nullptr) return;
  metrics.gpu_power_max_watts = static_cast<double>(power->most) / 1000;
  metrics.gpu_power_min_watts = static_cast<double>(power->least) / 1000;
}

/// The sum over the assigned GPUs; absent if one of them has none.
std::optional<double> legacy_joules(const Window& window) {
  const auto gpus = assigned(window);
  if (gpus.empty()) return std::nullopt;
  double sum = 0;
  for (const GpuEnergy* gpu : gpus) {
    if (!gpu->legacy) return std::nullopt;
    sum += gpu->legacy->value;
  }
  return sum;
}

/// What of the parts is known; absent if nothing is.
std::optional<double> known_joules(const Window& window) {
  std::optional<double> sum;
  for (const auto& part : {window.cpu(), window.gpu()}) {
    if (part) sum = sum.value_or(0) + part->value;
  }
  return sum;
}

void add_active(Json& part, const Json& idle_watts, const Json& reference, double seconds) {
  if (!idle_watts.is_number() || !part.at("gross_joules").is_number()) return;
  part["active_joules"] =
      part.at("gross_joules").get<double>() - idle_watts.get<double>() * seconds;
  part["idle_ref"] = reference.at("state");
}

void add_active(Json& energy, const Window& window, const Json& reference) {
  if (!reference.is_object()) return;
  const double seconds = window.duration().count();
  if (energy.at("cpu").is_object() && reference.contains("cpu_watts"))
    add_active(energy["cpu"], reference.at("cpu_watts"), reference, seconds);
  for (Json& gpu : energy["gpus"]) {
    const Json watts = reference.at("gpus").value(gpu.at("uuid").get<std::string>(), Json());
    add_active(gpu, watts, reference, seconds);
  }
}

void add_cpu_time(Json& energy, const Window& window) {
  Json times = Json::object();
  for (const char* group : {"foreground", "background"}) {
    const GaugeSummary* time = window.gauge(std::string(group) + ".cpu_us");
    const auto growth = time != nullptr ? time->growth() : std::nullopt;
    if (growth) times[group] = static_cast<double>(*growth) * 1e-6;
  }
  if (!times.empty()) energy["cpu_seconds"] = times;
}

}  // namespace

std::optional<double> value_of(std::optional<Joules> joules) {
  if (!joules) return std::nullopt;
  return joules->value;
}

void add_energy(TrialRecord& record, const Window* window, const Json& idle_reference) {
  record.idle_reference = idle_reference;
  if (window == nullptr) {
    record.energy = {{"cpu", nullptr},
                     {"cpu_unavailable", "no window was opened"},
                     {"gpus", Json::array()},
                     {"gpu_unavailable", "no window was opened"}};
    return;
  }
  record.energy = energy_record(*window);
  add_active(record.energy, *window, idle_reference);
  add_cpu_time(record.energy, *window);
  EnergyMetrics& metrics = record.energy_metrics;
  metrics.cpu_energy_pkg_joules = value_of(window->scope("package"));
  metrics.cpu_energy_ram_joules = value_of(window->scope("dram"));
  metrics.cpu_energy_total_joules = value_of(window->cpu());
  add_gpu_metrics(metrics, *window);
  record.legacy_gpu_energy_joules = legacy_joules(*window);
  record.total_energy_joules = value_of(window->total());
  if (!record.total_energy_joules) record.partial_energy_joules = known_joules(*window);
}

void add_gpu_memory(Outcome& outcome, const Window& window) {
  std::int64_t own = 0;
  std::int64_t board = 0;
  for (const GpuEnergy* gpu : assigned(window)) {
    std::int64_t sum = 0;
    for (const GpuProcess& process : gpu->processes) {
      if (outcome.pids.contains(process.pid)) sum += process.memory_bytes;
    }
    own = std::max(own, sum);
    if (const auto* used = gauge(window, *gpu, "memory_used_bytes"))
      board = std::max(board, used->most);
  }
  if (own == 0 && board == 0) return;
  outcome.gpu_memory_bytes = own > 0 ? own : board;
  outcome.gpu_memory_of = own > 0 ? "processes" : "board";
}

}  // namespace mutlua
