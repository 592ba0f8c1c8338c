// SPDX-License-Identifier: MIT
#include "fake_nvml/fields.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "fake_nvml/csv.h"

namespace mutlua {

ScenarioFields::ScenarioFields(const nlohmann::json& object, std::filesystem::path folder,
                               std::string where)
    : object_(object), folder_(std::move(folder)), where_(std::move(where)) {
  if (!object_.is_object()) throw std::runtime_error(where_ + " is not an object");
}

const nlohmann::json* ScenarioFields::find(const std::string& key) {
  asked_.push_back(key);
  const auto at = object_.find(key);
  return at == object_.end() ? nullptr : &*at;
}

bool ScenarioFields::is_null(const std::string& key) {
  const auto* json = find(key);
  return json != nullptr && json->is_null();
}

void ScenarioFields::take_ms(const std::string& key, double& seconds) {
  if (const auto* json = find(key)) seconds = json->get<double>() * 1e-3;
}

void ScenarioFields::take_curve(const std::string& key, Curve& curve) {
  if (const auto* json = find(key)) curve = curve_of(*json);
}

void ScenarioFields::take_power(const std::string& key, Power& power) {
  const auto* json = find(key);
  if (json == nullptr) return;
  const bool parts = json->is_array() && !json->empty() && json->front().is_object();
  power = {};
  if (!parts) return add_part(*json, power);
  for (const auto& part : *json) add_part(part, power);
}

std::optional<Curve> ScenarioFields::take_recorded(const std::string& key) {
  const auto* json = find(key);
  if (json == nullptr) return std::nullopt;
  return recorded(*json);
}

void ScenarioFields::finish() const {
  for (const auto& [key, value] : object_.items()) {
    if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) {
      throw std::runtime_error(where_ + " has no field " + key);
    }
  }
}

/// A number, a list of [second, value], or a recording.
Curve ScenarioFields::curve_of(const nlohmann::json& json) const {
  if (json.is_object()) return recorded(json);
  if (json.is_number()) return Curve({{0, json.get<double>()}});
  std::vector<CurvePoint> points;
  for (const auto& point : json) points.push_back({point.at(0), point.at(1)});
  if (points.empty()) throw std::runtime_error(where_ + " has a curve without points");
  return Curve(std::move(points));
}

void ScenarioFields::add_part(const nlohmann::json& json, Power& power) const {
  if (!json.is_object() || json.contains("file")) {
    power.curves.push_back(curve_of(json));
    return;
  }
  if (const auto steps = json.find("steps"); steps != json.end()) {
    power.curves.push_back(curve_of(*steps));
    return;
  }
  ScenarioFields wave(json, folder_, where_ + ".power");
  Bursts bursts;
  wave.take("from_s", bursts.from);
  wave.take("until_s", bursts.until);
  wave.take("period_s", bursts.period);
  wave.take("duty", bursts.duty);
  wave.take("high", bursts.high);
  wave.take("low", bursts.low);
  wave.take("phase_s", bursts.phase);
  if (const auto* watts = wave.find("watts")) {  // a rectangle
    bursts.high = bursts.low = watts->get<double>();
  }
  wave.finish();
  power.bursts.push_back(bursts);
}

Curve ScenarioFields::recorded(const nlohmann::json& json) const {
  ScenarioFields csv(json, folder_, where_ + ".csv");
  std::string file;
  std::string time = "t_us";
  std::string value;
  double from = 0;
  double scale = 1;
  bool backward = false;
  csv.take("file", file);
  csv.take("time", time);
  csv.take("value", value);
  csv.take("from_s", from);
  csv.take("scale", scale);
  csv.take("hold_backward", backward);
  csv.finish();
  auto points = read_csv(folder_ / file, time, value);
  for (CurvePoint& point : points) point = {point.at - from, point.value * scale};
  // A sample tells of the time before it.
  for (std::size_t i = 0; backward && i + 1 < points.size(); ++i) {
    points[i].value = points[i + 1].value;
  }
  return Curve(std::move(points));
}

}  // namespace mutlua
