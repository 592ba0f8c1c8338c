// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "energy/fake_gpu.h"

namespace mutlua {

/// One GPU of a scenario, found.
struct OneGpu {
  explicit OneGpu(const Json& scenario, const std::vector<std::string>& hidden = {})
      : fake(scenario), found(fake.find(hidden)), gpu(*found.gpus.at(0)) {}

  GaugeValue gauge(const std::string& name) {
    std::vector<GaugeValue> values(gpu.gauges().size());
    gpu.read(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (gpu.gauges()[i].column == "gpu0." + name) return values[i];
    }
    ADD_FAILURE() << "no gauge " << name;
    return {};
  }

  std::vector<PowerSample> samples(std::int64_t after_wall_us, std::size_t most = 512) {
    std::vector<PowerSample> samples(most);
    const int count = gpu.read_samples(after_wall_us, samples);
    EXPECT_GE(count, 0);
    samples.resize(static_cast<std::size_t>(std::max(count, 0)));
    return samples;
  }

  std::vector<int> pids() {
    std::vector<GpuProcess> processes(16);
    const int count = gpu.read_processes(processes);
    std::vector<int> pids;
    for (int i = 0; i < count; ++i) pids.push_back(processes[static_cast<std::size_t>(i)].pid);
    return pids;
  }

  void go_to(double seconds) { fake.clock().advance_to(fake.at(seconds)); }

  FakeNvml fake;
  NvmlGpus found;
  Gpu& gpu;
};

}  // namespace mutlua
