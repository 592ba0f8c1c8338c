// SPDX-License-Identifier: MIT
#include "fake_nvml/scenario.h"

#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "fake_nvml/fields.h"

namespace mutlua {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

/// Names of one call, with what it costs on an H200 under driver 580.
const std::vector<std::pair<std::string, double>> kLatencies = {
    {"nvmlDeviceGetTotalEnergyConsumption", 3500},
    {"nvmlDeviceGetSamples", 650},
    {"nvmlDeviceGetMigMode", 300},
    {"nvmlDeviceGetFieldValues", 30}};

Sensor sensor_of(ScenarioFields& fields, Sensor sensor) {
  fields.take_ms("period_ms", sensor.period);
  fields.take_ms("window_ms", sensor.window);
  fields.take_ms("phase_ms", sensor.phase);
  if (auto recorded = fields.take_recorded("csv")) sensor.recorded = std::move(recorded);
  return sensor;
}

class DeviceReader {
 public:
  DeviceReader(const json& object, const fs::path& folder, std::size_t index)
      : folder_(folder), fields_(object, folder, "devices[" + std::to_string(index) + "]") {
    device_.uuid = "GPU-8f6d000" + std::to_string(index) + "-1111-2222-3333-444444444444";
    device_.pci = "00000000:0" + std::to_string(5 + index) + ":00.0";
  }

  FakeDevice read() {
    identity();
    settings();
    sensors();
    curves();
    processes();
    fields_.finish();
    return std::move(device_);
  }

 private:
  void identity() {
    device_.name = "NVIDIA H200";
    device_.memory_bytes = std::uint64_t{141} << 30;
    fields_.take("uuid", device_.uuid);
    fields_.take("name", device_.name);
    fields_.take("pci", device_.pci);
    fields_.take("memory_bytes", device_.memory_bytes);
    fields_.take("architecture", device_.architecture);
  }

  void settings() {
    device_.persistence = true;
    device_.mig = false;
    device_.compute_mode = 0;
    device_.power_limit = device_.default_power_limit = 700;
    device_.scopes = {0};
    fields_.take("persistence", device_.persistence);
    fields_.take("mig", device_.mig);
    fields_.take("compute_mode", device_.compute_mode);
    fields_.take("power_limit_w", device_.power_limit);
    fields_.take("default_power_limit_w", device_.default_power_limit);
    fields_.take("scopes", device_.scopes);
    fields_.take("value_type", device_.value_type);
  }

  void sensors() {
    device_.power.curves = {Curve({{0, 80}})};
    fields_.take_power("power", device_.power);
    device_.counter = counter();
    device_.samples = samples();
    device_.average = simple_sensor("average", {0.1, 1, 0, {}});
    device_.instant = simple_sensor("instant", {0.1, 0.025, 0, {}});
  }

  std::optional<EnergyCounter> counter() {
    EnergyCounter counter;
    const json* object = fields_.find("counter");
    if (object == nullptr) return counter;
    if (object->is_null()) return std::nullopt;
    ScenarioFields fields(*object, folder_, "counter");
    counter.ticks = sensor_of(fields, counter.ticks);
    counter.recorded = std::move(counter.ticks.recorded);
    fields.take("start_mj", counter.start_mj);
    fields.take("gain", counter.gain);
    fields.take("always_zero", counter.always_zero);
    fields.take("resets_s", counter.resets);
    fields.take("stuck_from_s", counter.stuck_from);
    fields.finish();
    return counter;
  }

  std::optional<SampleRing> samples() {
    SampleRing ring;
    const json* object = fields_.find("samples");
    if (object == nullptr) return ring;
    if (object->is_null()) return std::nullopt;
    ScenarioFields fields(*object, folder_, "samples");
    ring.sensor = sensor_of(fields, ring.sensor);
    fields.take("ring", ring.length);
    fields.take("missing", ring.missing);
    fields.finish();
    return ring;
  }

  std::optional<Sensor> simple_sensor(const std::string& key, const Sensor& usual) {
    const json* object = fields_.find(key);
    if (object == nullptr) return usual;
    if (object->is_null()) return std::nullopt;
    ScenarioFields fields(*object, folder_, key);
    const Sensor sensor = sensor_of(fields, usual);
    fields.finish();
    return sensor;
  }

  void curves() {
    device_.temperature_c = Curve({{0, 33}});
    device_.sm_mhz = Curve({{0, 1980}});
    device_.memory_mhz = Curve({{0, 3201}});
    fields_.take_curve("temperature_c", device_.temperature_c);
    fields_.take_curve("sm_mhz", device_.sm_mhz);
    fields_.take_curve("memory_mhz", device_.memory_mhz);
    fields_.take_curve("utilisation_pct", device_.utilisation_pct);
    fields_.take_curve("memory_used_bytes", device_.memory_used_bytes);
    fields_.take_curve("clock_reasons", device_.clock_reasons);
    fields_.take_curve("held_down_by_power", device_.held_down_by_power);
    fields_.take_curve("held_down_by_thermal", device_.held_down_by_thermal);
  }

  void processes() {
    fields_.take("process_entry_bytes_v3", device_.entry_bytes_v3);
    const json* list = fields_.find("processes");
    if (list == nullptr) return;
    for (const json& entry : *list) device_.processes.push_back(process(entry));
  }

  FakeProcess process(const json& entry) {
    FakeProcess process;
    ScenarioFields fields(entry, folder_, "processes[]");
    const json* pid = fields.find("pid");
    if (pid == nullptr) throw std::runtime_error("a process has no pid");
    process.pid = *pid == "self" ? static_cast<unsigned>(::getpid()) : pid->get<unsigned>();
    fields.take("memory_bytes", process.memory_bytes);
    fields.take("from_s", process.from);
    fields.take("until_s", process.until);
    std::string kind = "compute";
    fields.take("kind", kind);
    process.kind = kind == "mps"        ? FakeProcess::Kind::mps
                   : kind == "graphics" ? FakeProcess::Kind::graphics
                                        : FakeProcess::Kind::compute;
    fields.finish();
    return process;
  }

  fs::path folder_;
  ScenarioFields fields_;
  FakeDevice device_;
};

FakeError error_of(const json& object, const fs::path& folder) {
  FakeError error;
  ScenarioFields fields(object, folder, "errors[]");
  fields.take("function", error.function);
  fields.take("code", error.code);
  fields.take("device", error.device);
  fields.take("field", error.field);
  fields.take("from_s", error.from);
  fields.take("until_s", error.until);
  fields.finish();
  return error;
}

/// One number for all calls, or numbers by function.
void take_latencies(const json& latencies, Scenario& scenario) {
  if (latencies.is_number()) {
    scenario.latency_us = latencies;
    scenario.latencies_us.clear();
    return;
  }
  for (const auto& [function, us] : latencies.items()) {
    scenario.latencies_us.insert(scenario.latencies_us.begin(), {function, us.get<double>()});
  }
}

}  // namespace

Scenario read_scenario(const fs::path& file) {
  std::ifstream stream(file);
  if (!stream) throw std::runtime_error("cannot read " + file.string());
  const json object = json::parse(stream);
  const fs::path folder = file.parent_path();
  ScenarioFields fields(object, folder, "the scenario");
  Scenario scenario;
  std::string clock = "virtual";
  fields.take("clock", clock);
  scenario.real_clock = clock == "real";
  fields.take("wall_offset_s", scenario.wall_offset_seconds);
  fields.take("driver", scenario.driver);
  scenario.latencies_us = kLatencies;
  if (const json* latencies = fields.find("latency_us")) take_latencies(*latencies, scenario);
  if (const json* devices = fields.find("devices")) {
    for (const json& device : *devices) {
      scenario.devices.push_back(DeviceReader(device, folder, scenario.devices.size()).read());
    }
  }
  if (const json* errors = fields.find("errors")) {
    for (const json& error : *errors) scenario.errors.push_back(error_of(error, folder));
  }
  fields.finish();
  return scenario;
}

}  // namespace mutlua
