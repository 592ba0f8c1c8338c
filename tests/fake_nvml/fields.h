// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "fake_nvml/curve.h"
#include "fake_nvml/power.h"

namespace mutlua {

/// An object of a scenario whose keys must all have been asked for: a typing error fails the test
/// that makes it, and not silently the claim that it tests.
class ScenarioFields {
 public:
  /// `folder`: what paths in it are relative to. `where` names the object in messages.
  ScenarioFields(const nlohmann::json& object, std::filesystem::path folder, std::string where);

  bool has(const std::string& key) const { return object_.contains(key); }
  const nlohmann::json* find(const std::string& key);  ///< null if absent
  bool is_null(const std::string& key);                ///< whether it is there as null

  template <typename Value>
  void take(const std::string& key, Value& value) {
    if (const auto* json = find(key)) value = json->get<Value>();
  }

  /// null makes it absent.
  template <typename Value>
  void take(const std::string& key, std::optional<Value>& value) {
    const auto* json = find(key);
    if (json == nullptr) return;
    value = json->is_null() ? std::optional<Value>() : std::optional(json->get<Value>());
  }

  /// Milliseconds in the file, seconds here.
  void take_ms(const std::string& key, double& seconds);

  void take_curve(const std::string& key, Curve& curve);
  void take_power(const std::string& key, Power& power);

  /// {"file", "time", "value", "from_s"}: columns of a CSV file whose times are microseconds.
  std::optional<Curve> take_recorded(const std::string& key);

  /// Throws if a key is left.
  void finish() const;

 private:
  Curve curve_of(const nlohmann::json& json) const;
  void add_part(const nlohmann::json& json, Power& power) const;
  Curve recorded(const nlohmann::json& json) const;

  const nlohmann::json& object_;
  std::filesystem::path folder_;
  std::string where_;
  std::vector<std::string> asked_;
};

}  // namespace mutlua
