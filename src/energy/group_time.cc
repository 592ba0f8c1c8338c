// SPDX-License-Identifier: MIT
#include "energy/group_time.h"

#include <fcntl.h>

#include <algorithm>
#include <limits>

#include "system/kernel_text.h"

namespace mutlua {
namespace {

constexpr int kNothing = -1;

// Nothing once the cgroup has been removed.
GaugeValue used_us(int file) noexcept {
  if (file < 0) return std::nullopt;
  char buffer[1024];
  const auto used = number_of("usage_usec", beginning_of(file, buffer));
  if (!used || *used > std::uint64_t{1} << 62) return std::nullopt;
  return static_cast<std::int64_t>(*used);
}

Descriptor open_stat(const std::filesystem::path& cgroup) {
  if (cgroup.empty()) return Descriptor();
  return Descriptor(::open((cgroup / "cpu.stat").c_str(), O_RDONLY | O_CLOEXEC));
}

// The kernel rounds; what was once shown stays.
void raise(GaugeValue& value, GaugeValue to) noexcept {
  if (to) value = std::max(value.value_or(0), *to);
}

}  // namespace

GroupTime::GroupTime(const std::string& group)
    : gauges_{{group + ".cpu_us", GaugeInfo::Kind::total}} {}

void GroupTime::add(ProcessId id, const std::filesystem::path& cgroup) {
  Descriptor file = open_stat(cgroup);
  const std::lock_guard lock(mutex_);
  any_ = true;
  release_ended();
  const auto place =
      std::find_if(trees_.begin(), trees_.end(), [](const Tree& each) { return each.id == 0; });
  if (place == trees_.end()) {
    lost_one_ = true;
    return;
  }
  place->id = id;
  place->file = std::move(file);
}

void GroupTime::end(ProcessId id, Seconds cpu_time) {
  const auto used = std::chrono::duration_cast<std::chrono::microseconds>(cpu_time).count();
  const std::lock_guard lock(mutex_);
  const auto tree =
      std::find_if(trees_.begin(), trees_.end(), [id](const Tree& each) { return each.id == id; });
  if (id == 0 || tree == trees_.end() || tree->ended) return;
  tree->ended = true;
  raise(tree->used_us, used);
  release_ended();
}

void GroupTime::read(std::span<GaugeValue> values) noexcept {
  struct Look {
    ProcessId id = 0;
    int file = kNothing;
    GaugeValue used_us;
  };
  std::array<Look, kMost> looks;
  {
    const std::lock_guard lock(mutex_);
    ++readers_;
    for (std::size_t i = 0; i < kMost; ++i) {
      looks[i].id = trees_[i].id;
      if (!trees_[i].ended) looks[i].file = trees_[i].file.number();
    }
  }
  for (Look& each : looks) each.used_us = used_us(each.file);
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < kMost; ++i) {
    if (trees_[i].id == looks[i].id) raise(trees_[i].used_us, looks[i].used_us);
  }
  --readers_;
  release_ended();
  values[0] = total();
}

void GroupTime::release_ended() noexcept {
  if (readers_ > 0) return;
  for (Tree& each : trees_) {
    if (!each.ended) continue;
    ended_us_ += each.used_us.value_or(0);
    each.id = 0;
    each.ended = false;
    each.used_us.reset();
    each.file.close();
  }
}

GaugeValue GroupTime::total() const noexcept {
  if (!any_ || lost_one_) return std::nullopt;
  std::int64_t sum = ended_us_;
  for (const Tree& each : trees_) {
    if (each.id == 0) continue;
    if (!each.used_us) return std::nullopt;
    sum += *each.used_us;
  }
  return sum;
}

}  // namespace mutlua
