// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/units.h"

namespace mutlua {

using MetricValues = std::vector<std::pair<std::string, double>>;  ///< in catalogue order

/// One epoch as the log told it.
struct Epoch {
  std::int64_t index = 0;        ///< the number in the log, or a count if the pattern has no group
  std::optional<Instant> began;  ///< absent for the first epoch of a log that marks ends only
  Instant at;                    ///< when it ended, as seen in the log
  MetricValues metrics;          ///< what the log said of it: the last value of each metric
  bool ended_by_log = false;  ///< no mark ended it but the end of the log: perhaps not a whole one
};

/// Metric values by their place in the catalogue; absent where the log has said nothing, or last
/// said that it is not a number.
class MetricTable {
 public:
  explicit MetricTable(std::vector<std::string> names);

  void set(std::size_t metric, double value) { values_[metric] = value; }
  void clear();
  MetricValues values() const;
  /// The last that was said of a metric, be it NaN or infinite.
  std::optional<double> last(std::size_t metric) const { return values_[metric]; }

 private:
  std::vector<std::string> names_;
  std::vector<std::optional<double>> values_;
};

/// Builds epochs from marks and metric values in the order of the log. A mark counts when its
/// number differs from the one before. Where marks stand at the end of an epoch, what was said
/// since the last mark belongs to it; where they stand at the start, what is said until the next
/// one.
class EpochList {
 public:
  static constexpr std::size_t kMost = 100'000;  ///< further ones are not kept

  EpochList(std::vector<std::string> metric_names, bool marks_at_start);

  void mark(std::int64_t index, Instant at);
  void metric(std::size_t metric, double value) { since_mark_.set(metric, value); }
  void finish(Instant at);

  const std::vector<Epoch>& ended() const { return ended_; }
  bool seen() const { return last_.has_value(); }

 private:
  struct Mark {
    std::int64_t index;
    Instant at;
  };
  void end(std::int64_t index, Instant at, bool ended_by_log);

  bool marks_at_start_;
  MetricTable since_mark_;
  std::optional<Mark> last_;
  std::vector<Epoch> ended_;
};

}  // namespace mutlua
