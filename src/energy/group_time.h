// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "base/files.h"
#include "energy/gauges.h"
#include "system/processes.h"

namespace mutlua {

/// CPU time of a group of process trees, from the cgroup of each: "foreground.cpu_us" or
/// "background.cpu_us", a total over all that were ever added.
///
/// Trees come and go while another thread reads. The total is absent before the first tree, and
/// while the time of one of them is not known: where there are no cgroups, until the tree ends and
/// its Exit tells. It may still grow at the end of a tree: the Exit knows the last moments.
class GroupTime : public Gauges {
 public:
  /// `group` is "foreground" or "background".
  explicit GroupTime(const std::string& group);

  /// A tree has started (Started::cgroup; empty: none). Any thread.
  void add(ProcessId id, const std::filesystem::path& cgroup);
  /// A tree has ended (Exit::cpu_time). Any thread. An unknown id is ignored.
  void end(ProcessId id, Seconds cpu_time);

  const std::vector<GaugeInfo>& gauges() const override { return gauges_; }
  void read(std::span<GaugeValue> values) noexcept override;

 private:
  static constexpr std::size_t kMost = 64;  // trees at work at once

  struct Tree {
    ProcessId id = 0;  // 0: the place is free
    Descriptor file;   // its cpu.stat
    GaugeValue used_us;
    bool ended = false;
  };

  void release_ended() noexcept;
  GaugeValue total() const noexcept;

  std::vector<GaugeInfo> gauges_;
  mutable std::mutex mutex_;  // guards all below; never held while a file is read
  std::array<Tree, kMost> trees_;
  int readers_ = 0;  // no file is closed while somebody reads
  std::int64_t ended_us_ = 0;
  bool any_ = false;
  bool lost_one_ = false;  // more than kMost at once
};

}  // namespace mutlua
