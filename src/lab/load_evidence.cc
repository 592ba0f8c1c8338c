// SPDX-License-Identifier: MIT
#include "lab/load_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace mutlua {
namespace {

constexpr std::int64_t kBusyPercent = 20;
constexpr Seconds kBusySpan{5};

/// Of the GPUs that have their place in the list.
std::set<int> pids_in(const Observation& seen, const std::vector<bool>& used) {
  std::set<int> pids;
  for (std::size_t i = 0; i < seen.processes.size() && i < used.size(); ++i) {
    if (!used[i] || !seen.processes[i]) continue;
    for (const GpuProcess& process : *seen.processes[i]) pids.insert(process.pid);
  }
  return pids;
}

std::vector<bool> used_of(const std::vector<GpuInfo>& gpus, const std::vector<std::string>& uuids) {
  std::vector<bool> used;
  for (const GpuInfo& gpu : gpus) {
    used.push_back(uuids.empty() || std::find(uuids.begin(), uuids.end(), gpu.uuid) != uuids.end());
  }
  return used;
}

}  // namespace

LoadEvidence::LoadEvidence(std::vector<GpuInfo> gpus, const std::vector<std::string>& uuids,
                           std::optional<Observation> before)
    : gpus_(std::move(gpus)), used_(used_of(gpus_, uuids)), busy_since_(gpus_.size()) {
  if (before) before_ = pids_in(*before, used_);
}

void LoadEvidence::see(const Observation& seen) {
  now_ = pids_in(seen, used_);
  busy_ = false;
  for (std::size_t i = 0; i < gpus_.size(); ++i) {
    const auto found = seen.gauges.find(fmt::format("gpu{}.utilisation_pct", gpus_[i].index));
    const bool works = used_[i] && found != seen.gauges.end() && found->second > kBusyPercent;
    if (!works) busy_since_[i].reset();
    if (works && !busy_since_[i]) busy_since_[i] = seen.at;
    busy_ = busy_ || (works && seen.at - *busy_since_[i] >= kBusySpan);
  }
}

bool LoadEvidence::on_gpu(const std::set<int>& pids) const {
  return std::any_of(pids.begin(), pids.end(), [this](int pid) { return now_.contains(pid); });
}

int LoadEvidence::newcomers() const {
  return static_cast<int>(
      std::count_if(now_.begin(), now_.end(), [this](int pid) { return !before_.contains(pid); }));
}

}  // namespace mutlua
