// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "energy/sampler.h"

namespace mutlua {

/// What the GPUs show of a load that comes up: fed with what the sensors say.
class LoadEvidence {
 public:
  /// `before`: what was seen before the load was started. `uuids`: the GPUs that the load uses;
  /// empty: it may use any. What happens on others says nothing of it.
  LoadEvidence(std::vector<GpuInfo> gpus, const std::vector<std::string>& uuids,
               std::optional<Observation> before);

  void see(const Observation& seen);

  /// One of these processes has a GPU open.
  bool on_gpu(const std::set<int>& pids) const;
  /// Processes on GPUs that were not there before. For want of better inside a pid namespace,
  /// where the driver knows processes under other numbers.
  int newcomers() const;
  /// A GPU was busy, more than 20 %, for the last 5 s.
  bool busy() const { return busy_; }

 private:
  std::vector<GpuInfo> gpus_;
  std::vector<bool> used_;  ///< of each GPU: whether it counts
  std::set<int> before_;
  std::set<int> now_;
  std::vector<std::optional<Instant>> busy_since_;
  bool busy_ = false;
};

}  // namespace mutlua
