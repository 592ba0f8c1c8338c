// SPDX-License-Identifier: MIT
#include <utility>

#include "lab/surroundings.h"

namespace mutlua {
namespace {

std::optional<double> number_in(const Json& object, const char* name) {
  const Json value = object.value(name, Json());
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

/// What to_json(Idle) wrote.
Idle idle_from(const Json& json) {
  Idle idle;
  idle.span = Seconds(json.at("seconds").get<double>());
  for (const Json& each : json.at("gpus")) {
    GpuIdle gpu;
    gpu.uuid = each.at("uuid").get<std::string>();
    gpu.watts = number_in(each, "watts");
    gpu.temperature = number_in(each, "temperature_c");
    gpu.slope = number_in(each, "temperature_slope_c_per_minute");
    gpu.sm_mhz = number_in(each, "sm_mhz");
    if (const auto processes = number_in(each, "processes"))
      gpu.processes = static_cast<int>(*processes);
    idle.gpus.push_back(std::move(gpu));
  }
  for (const Json& watts : json.at("cpu_watts")) {
    idle.domains.push_back(watts.is_number() ? std::optional(watts.get<double>()) : std::nullopt);
  }
  idle.busy = number_in(json, "cpu_busy_fraction");
  return idle;
}

}  // namespace

void Surroundings::recall(const Json& record) {
  const Json& name = record.at("block");
  block_name_ = name.is_string() ? name.get<std::string>() : "";
  Block& remembered = block();
  if (remembered.idle_reading.is_null())
    remembered.idle_reading = record.value("idle_reference", Json());
  const Json cooling = record.value("cooling", Json());
  if (!cooling.is_object()) return;
  if (!remembered.idle && cooling.contains("idle") && !cooling.value("timed_out", false)) {
    remembered.idle = idle_from(cooling.at("idle"));
    remembered.idle_trial = record.at("execution_number").get<int>();
  }
  const Json temperatures = cooling.value("start_temperature_c", Json::object());
  for (const auto& [uuid, degrees] : temperatures.items())
    remembered.temperatures[uuid].push_back(degrees.get<double>());
}

Json Surroundings::memory() const {
  Json memory = Json::array();
  for (const auto& [name, block] : blocks_) {
    Json kept = {{"block", name},
                 {"idle", block.idle ? to_json(*block.idle) : Json(nullptr)},
                 {"idle_trial", block.idle_trial},
                 {"idle_reading", block.idle_reading},
                 {"temperatures", block.temperatures}};
    memory.push_back(std::move(kept));
  }
  return memory;
}

void Surroundings::remember(const Json& memory) {
  std::map<std::string, Block> blocks = blocks_;  // all or nothing
  for (const Json& kept : memory) {
    Block& block = blocks[kept.at("block").get<std::string>()];
    if (!kept.at("idle").is_null()) block.idle = idle_from(kept.at("idle"));
    block.idle_trial = kept.at("idle_trial").get<int>();
    block.idle_reading = kept.at("idle_reading");
    block.temperatures = kept.at("temperatures").get<decltype(block.temperatures)>();
  }
  blocks_ = std::move(blocks);
}

}  // namespace mutlua
