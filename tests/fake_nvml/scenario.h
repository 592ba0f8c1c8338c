// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fake_nvml/device.h"

namespace mutlua {

/// A function, or one field of nvmlDeviceGetFieldValues, that fails for a while.
struct FakeError {
  std::string function;
  int code = 0;
  std::optional<int> device;
  std::optional<unsigned> field;
  double from = -std::numeric_limits<double>::infinity();
  double until = std::numeric_limits<double>::infinity();
};

/// What the library plays; its file is described in README.md.
struct Scenario {
  bool real_clock = false;
  std::optional<double> wall_offset_seconds;
  std::string driver = "580.159.04";
  std::vector<FakeDevice> devices;
  std::vector<FakeError> errors;
  double latency_us = 5;
  std::vector<std::pair<std::string, double>> latencies_us;  ///< by function
};

/// Reads a scenario. Throws std::exception with what is wrong in it; unknown keys are wrong.
Scenario read_scenario(const std::filesystem::path& file);

}  // namespace mutlua
