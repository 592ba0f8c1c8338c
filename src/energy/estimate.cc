// SPDX-License-Identifier: MIT
#include "energy/estimate.h"

#include "base/fields.h"

namespace mutlua {
namespace {

constexpr double kMostWatts = 100'000;

}  // namespace

CpuPowerModel cpu_power_model(const Json& json, const std::string& where, int cores) {
  Fields fields(json, where, ErrorKind::script);
  CpuPowerModel model{.idle = {}, .most = {}, .cores = cores};
  const auto watts = [&](const char* name) {
    const auto value = fields.number(name);
    if (!value || !(*value >= 0) || *value > kMostWatts)
      fields.fail(name, "expected a power in watts, from 0 to 100000");
    return Watts{*value};
  };
  model.idle = watts("idle_watts");
  model.most = watts("max_watts");
  if (model.most < model.idle) fields.fail("max_watts", "is below idle_watts");
  fields.finish();
  return model;
}

Json cpu_estimate(const Window& window, const CpuPowerModel& model) {
  Json json = {{"cpu_estimated_joules", nullptr},
               {"evidence", "estimated"},
               {"model",
                {{"idle_watts", model.idle.value},
                 {"max_watts", model.most.value},
                 {"logical_cores", model.cores}}}};
  const GaugeSummary* busy = window.gauge("cpu.busy_us");
  const auto growth = busy != nullptr ? busy->growth() : std::nullopt;
  if (!growth || model.cores < 1) {
    json["reason"] = "how busy the cores were is unknown";
    return json;
  }
  const double core_seconds = static_cast<double>(*growth) * 1e-6;
  const double rest = model.idle.value * window.duration().count();
  const double work = (model.most.value - model.idle.value) * core_seconds / model.cores;
  json["cpu_estimated_joules"] = rest + work;
  return json;
}

}  // namespace mutlua
