// SPDX-License-Identifier: MIT
#include "training/epochs.h"

#include <algorithm>
#include <cmath>

namespace mutlua {

MetricTable::MetricTable(std::vector<std::string> names)
    : names_(std::move(names)), values_(names_.size()) {}

void MetricTable::clear() { std::fill(values_.begin(), values_.end(), std::nullopt); }

MetricValues MetricTable::values() const {
  MetricValues result;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (values_[i] && std::isfinite(*values_[i])) result.emplace_back(names_[i], *values_[i]);
  }
  return result;
}

EpochList::EpochList(std::vector<std::string> metric_names, bool marks_at_start)
    : marks_at_start_(marks_at_start), since_mark_(std::move(metric_names)) {}

void EpochList::mark(std::int64_t index, Instant at) {
  if (last_ && last_->index == index) return;
  if (!marks_at_start_) end(index, at, false);
  if (marks_at_start_ && last_) end(last_->index, at, false);
  since_mark_.clear();
  last_ = Mark{index, at};
}

void EpochList::finish(Instant at) {
  if (marks_at_start_ && last_) end(last_->index, at, true);
}

void EpochList::end(std::int64_t index, Instant at, bool ended_by_log) {
  if (ended_.size() >= kMost) return;
  const auto began = last_ ? std::optional(last_->at) : std::nullopt;
  ended_.push_back({index, began, at, since_mark_.values(), ended_by_log});
}

}  // namespace mutlua
