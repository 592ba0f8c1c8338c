// SPDX-License-Identifier: MIT
#include "energy/window_json.h"

#include <fmt/format.h>

#include <algorithm>

namespace mutlua {
namespace {

Json number_or_null(const std::optional<Joules>& joules) {
  return joules ? Json(joules->value) : Json(nullptr);
}

Json domain_json(const DomainEnergy& domain) {
  Json json = {{"id", domain.info.id},
               {"scope", domain.info.scope},
               {"joules", number_or_null(domain.joules)}};
  if (!domain.reason.empty()) json["reason"] = domain.reason;
  json["method"] = "counter";
  json["evidence"] = domain.info.evidence;
  if (domain.joules) json["u_random_joules"] = domain.u_random.value;
  json["readings"] = domain.readings;
  json["errors"] = domain.errors;
  json["wraps"] = domain.wraps;
  return json;
}

Json cpu_json(const Window& window) {
  Json domains = Json::array();
  for (const DomainEnergy& domain : window.domains) domains.push_back(domain_json(domain));
  return {{"gross_joules", number_or_null(window.cpu())},
          {"package_joules", number_or_null(window.scope("package"))},
          {"dram_joules", number_or_null(window.scope("dram"))},
          {"u_systematic", "unknown: the package's own model or sensor, not calibrated here"},
          {"domains", domains}};
}

Json edge_json(const EdgePiece& edge) {
  return {{"seconds", edge.span.count()}, {"joules", edge.joules.value}, {"aligned", edge.aligned}};
}

void add_level(Json& json, const Window& window, const std::string& column, const char* name,
               double scale) {
  const GaugeSummary* gauge = window.gauge(column);
  if (gauge == nullptr) return;
  json[std::string(name) + "_first"] = static_cast<double>(gauge->first) * scale;
  json[std::string(name) + "_mean"] = gauge->mean * scale;
  json[std::string(name) + "_max"] = static_cast<double>(gauge->most) * scale;
}

/// Share of the window during which the driver held the clocks down; absent if it does not say.
void add_held(Json& json, const Window& window, const std::string& column, const char* name) {
  const GaugeSummary* gauge = window.gauge(column);
  const auto growth = gauge != nullptr ? gauge->growth() : std::nullopt;
  if (growth) json[name] = static_cast<double>(*growth) * 1e-9 / window.duration().count();
}

Json state_json(const GpuEnergy& gpu, const Window& window) {
  const std::string name = fmt::format("gpu{}.", gpu.info.index);
  Json json = Json::object();
  add_level(json, window, name + "temperature_c", "temperature_c", 1);
  add_level(json, window, name + "sm_mhz", "sm_mhz", 1);
  add_level(json, window, name + "utilisation_pct", "utilisation_pct", 1);
  add_held(json, window, name + "held_power_ns", "power_capped_fraction");
  add_held(json, window, name + "held_thermal_ns", "thermal_slowdown_fraction");
  if (const GaugeSummary* reasons = window.gauge(name + "clock_reasons"))
    json["clock_reasons_seen"] = fmt::format("0x{:x}", reasons->any_bits);
  return json;
}

Json processes_json(const GpuEnergy& gpu) {
  Json list = Json::array();
  for (const GpuProcess& process : gpu.processes) {
    list.push_back({{"pid", process.pid}});
    if (process.memory_bytes > 0) list.back()["memory_bytes"] = process.memory_bytes;
  }
  return list;
}

/// Null where there are no joules.
Json evidence(const GpuEnergy& gpu) {
  if (!gpu.joules) return nullptr;
  if (gpu.info.timing == "simulated") return "simulated";
  return gpu.method == GpuMethod::boxcar ? "derived" : "measured";
}

Json gpu_json(const GpuEnergy& gpu, const Window& window) {
  Json json = {{"index", gpu.info.index},  {"uuid", gpu.info.uuid},
               {"name", gpu.info.name},    {"scope", gpu.info.scope},
               {"assigned", gpu.assigned}, {"gross_joules", number_or_null(gpu.joules)}};
  if (!gpu.reason.empty()) json["reason"] = gpu.reason;
  if (gpu.joules) json["mean_watts"] = (*gpu.joules / window.duration()).value;
  json["method"] = to_text(gpu.method);
  json["evidence"] = evidence(gpu);
  if (gpu.counter) json["edges"] = {edge_json(gpu.begin_edge), edge_json(gpu.end_edge)};
  json["check"] = {{"counter_joules", number_or_null(gpu.counter)},
                   {"samples_joules", number_or_null(gpu.samples)},
                   {"boxcar_joules", number_or_null(gpu.boxcar)}};
  json["u_random_joules"] = gpu.joules ? Json(gpu.u_random.value) : Json(nullptr);
  json["u_alias_joules"] = number_or_null(gpu.u_alias);
  json["u_systematic_pct"] = gpu.u_systematic_pct;
  json["legacy_joules"] = number_or_null(gpu.legacy);
  const GaugeSummary* memory = window.gauge(fmt::format("gpu{}.memory_used_bytes", gpu.info.index));
  json["peak_memory_bytes"] = memory != nullptr ? Json(memory->most) : Json(nullptr);
  json["memory_bytes"] = gpu.info.memory_bytes > 0 ? Json(gpu.info.memory_bytes) : Json(nullptr);
  json["state"] = state_json(gpu, window);
  json["processes"] = processes_json(gpu);
  json["counter_readings"] = gpu.counter_readings;
  json["samples"] = gpu.sample_count;
  const bool sampled = gpu.sample_count > 0;
  json["gap_seconds"] = sampled ? Json(std::max(0.0, gpu.gaps.count())) : Json(nullptr);
  json["errors"] = gpu.errors;
  return json;
}

Json mark_list(const Window& window) {
  Json list = Json::array();
  for (const WindowMark& mark : window.marks) {
    list.push_back({{"kind", mark.kind},
                    {"label", mark.label},
                    {"seconds", (mark.at - window.begin).count()}});
    if (mark.cpu) list.back()["cpu_joules"] = mark.cpu->value;
    if (mark.gpu) list.back()["gpu_joules"] = mark.gpu->value;
  }
  return list;
}

/// What measuring itself cost.
Json self_json(const Window& window) {
  const GaugeSummary* cpu = window.gauge("self.cpu_us");
  const auto growth = cpu != nullptr ? cpu->growth() : std::nullopt;
  Json json = {{"cpu_fraction", nullptr},
               {"ticks", window.ticks},
               {"late_ticks", window.late_ticks},
               {"longest_tick_us", window.longest_tick_us}};
  if (growth)
    json["cpu_fraction"] = static_cast<double>(*growth) * 1e-6 / window.duration().count();
  return json;
}

}  // namespace

Json reading_of(const Window& window) {
  Json reading = {{"seconds", window.duration().count()}};
  Json reasons = Json::object();
  const auto add = [&](const char* field, std::optional<Joules> joules, const std::string& why) {
    if (joules) {
      reading[field] = joules->value;
    } else {
      reasons[field] = why;
    }
  };
  std::string why;
  const auto gpu = window.gpu(&why);
  add("gpu_joules", gpu, why);
  const auto cpu = window.cpu(&why);
  add("cpu_joules", cpu, why);
  const auto total = window.total(&why);
  add("total_joules", total, why);
  reading["reasons"] = reasons;
  reading["detail"] = energy_record(window);
  return reading;
}

Json energy_record(const Window& window) {
  Json record = {{"seconds", window.duration().count()}, {"cpu", nullptr}};
  std::string why;
  if (!window.domains.empty()) record["cpu"] = cpu_json(window);
  if (!window.cpu(&why)) record["cpu_unavailable"] = why;
  record["gpus"] = Json::array();
  for (const GpuEnergy& gpu : window.gpus) record["gpus"].push_back(gpu_json(gpu, window));
  const auto gpu = window.gpu(&why);
  record["gpu_joules"] = number_or_null(gpu);
  if (!gpu) record["gpu_unavailable"] = why;
  const auto total = window.total(&why);
  record["total_joules"] = number_or_null(total);
  if (!total) record["total_unavailable"] = why;
  if (window.external) record["external"] = {to_json(*window.external)};
  record["marks"] = mark_list(window);
  record["self"] = self_json(window);
  return record;
}

}  // namespace mutlua
