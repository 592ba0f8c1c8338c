// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <string>

#include "cli/program.h"

namespace mutlua {

/// The variable is set for the programs that are started while it lives.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* former = std::getenv(name)) former_ = former;
    ::setenv(name, value.c_str(), 1);
  }
  ~Variable() {
    if (former_) {
      ::setenv(name_, former_->c_str(), 1);
    } else {
      ::unsetenv(name_);
    }
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> former_;
};

/// A workshop on a machine with one package of powercap and GPUs of the fake NVML, in real time.
/// What runs there moves the package's counter by writing to $ENERGY_UJ.
class FakeMachine {
 public:
  static constexpr const char* kFirst = "GPU-8f6d0000-1111-2222-3333-444444444444";
  static constexpr const char* kSecond = "GPU-8f6d0001-1111-2222-3333-444444444444";

  /// `devices` as in tests/fake_nvml/README.md.
  explicit FakeMachine(const Json& devices = Json::array({{{"power", 300}}})) {
    const std::string zone = "sys/class/powercap/intel-rapl:0/";
    workshop.folder.write(zone + "name", "package-0\n");
    workshop.folder.write(zone + "max_energy_range_uj", "262143328850\n");
    // Trainings move the counter at once, by what no package gains in a reading's time.
    workshop.folder.write(zone + "constraint_0_max_power_uw", "1999000000\n");
    workshop.folder.write(zone + "energy_uj", "1000000\n");
    workshop.folder.write("scenario.json", Json{{"clock", "real"}, {"devices", devices}}.dump());
  }

  std::filesystem::path energy_uj() const {
    return workshop.folder / "sys/class/powercap/intel-rapl:0/energy_uj";
  }

  /// Starts `mutlua WORDS` as they are, and gives its pid.
  pid_t start(std::vector<std::string> words) {
    return workshop.start_exactly(std::move(words), false);
  }

  Ended mutlua(const std::vector<std::string>& words) { return workshop.wait(start(words)); }

  Workshop workshop;

 private:
  Variable sys_{"MUTLUA_SYSFS_ROOT", (workshop.folder / "sys").string()};
  Variable nvml_{"MUTLUA_NVML", MUTLUA_FAKE_NVML_LIBRARY};
  Variable scenario_{"MUTLUA_FAKE_NVML", (workshop.folder / "scenario.json").string()};
  Variable counter_{"ENERGY_UJ", energy_uj().string()};
  Variable cache_{"XDG_CACHE_HOME", (workshop.folder / "cache").string()};
};

/// The place of every number under a key that speaks of energy or power.
inline void find_energies(const Json& json, const std::string& place,
                          std::vector<std::string>& found) {
  for (const auto& [key, value] : json.items()) {
    const std::string here = fmt::format("{}.{}", place, key);
    if (value.is_structured()) find_energies(value, here, found);
    const bool energy =
        key.find("joules") != std::string::npos || key.find("watts") != std::string::npos;
    if (energy && value.is_number()) found.push_back(here);
  }
}

}  // namespace mutlua
