// SPDX-License-Identifier: MIT
#include "legacy/old_log.h"

#include <algorithm>
#include <charconv>

#include "base/python_number.h"

namespace mutlua {
namespace {

constexpr std::size_t kHeld = 128 << 10;  // fits the cache with what else is in use

/// The last line but a few that the old tool's wrapper prints.
constexpr const char* kExitStatus =
    "\\[Train Wrapper\\] Training finished with exit code: ([0-9]{1,3})\\b";

}  // namespace

LegacyLogReader::LegacyLogReader(const Model& model) {
  for (const Metric& metric : model.metrics) {
    names_.push_back(metric.name);
    patterns_.emplace_back(metric.pattern);
  }
  patterns_.emplace_back(kExitStatus);
}

void LegacyLogReader::feed(std::string_view bytes) {
  bytes_ += bytes.size();
  while (!bytes.empty()) {
    const std::string_view slice = bytes.substr(0, kHeld - std::min(kHeld - 1, held_.size()));
    bytes.remove_prefix(slice.size());
    const std::size_t before = held_.size();
    decoder_.decode(slice, held_);
    words_.read(std::string_view(held_).substr(before));
    if (held_.size() >= kHeld) search(false);
  }
}

void LegacyLogReader::finish() {
  search(true);
  verdict_ = words_.finish(bytes_);
}

/// The byte before what is needed stays, so that `^` and `\b` see that there is one.
void LegacyLogReader::search(bool is_end) {
  std::size_t needed = held_.size();
  for (LastMatch& pattern : patterns_) {
    pattern.search(held_, is_end);
    needed = std::min(needed, pattern.from());
  }
  const std::size_t done = needed - std::min<std::size_t>(needed, 1);
  held_.erase(0, done);
  for (LastMatch& pattern : patterns_) pattern.forget(done);
}

std::vector<LegacyMetric> LegacyLogReader::metrics() const {
  std::vector<LegacyMetric> result;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const std::optional<std::string>& captured = patterns_[i].captured();
    result.push_back({names_[i], captured, captured ? python_number(*captured) : std::nullopt});
  }
  return result;
}

std::optional<int> LegacyLogReader::exit_status() const {
  const std::optional<std::string>& captured = patterns_.back().captured();
  if (!captured) return std::nullopt;
  int status = 0;
  std::from_chars(captured->data(), captured->data() + captured->size(), status);
  return status;
}

}  // namespace mutlua
