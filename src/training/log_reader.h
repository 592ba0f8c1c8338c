// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "training/epochs.h"
#include "training/model.h"

namespace mutlua {

/// Reads metrics, epochs and memory errors from a training's log while it grows.
///
/// The bytes may come in pieces of any size: the same log gives the same metrics and epochs. Lines
/// end at LF, CR LF or CR; bytes that are not UTF-8 are left out; a line's text beyond 64 KB is
/// left out; a match may extend over four lines. The last match of a pattern that is a number wins
/// (a later "1.2.3" or "-" does not take the value away). "nan" and "inf" do take it away, also
/// where the pattern asks for digits in their place: a training that ended in nan did not reach the
/// 0.9 that it passed. Memory is bounded.
///
/// A number is what the group captured, up to the first character that does not belong to it, with
/// a minus directly in front of the group ("-" after a letter, digit or "-" is none) and an
/// exponent directly behind it, even if the pattern forgot them. "97.5." is 97.5; "1.2.3" is none.
class LogReader {
 public:
  /// Throws Error(usage) if a pattern of the model cannot be used.
  explicit LogReader(const Model& model);
  LogReader(LogReader&&) noexcept;
  LogReader& operator=(LogReader&&) noexcept;
  ~LogReader();

  /// The next bytes of the log, seen at this instant.
  void feed(std::string_view bytes, Instant at);
  /// The log is complete: a last line without an end counts, and an open epoch ends.
  void finish(Instant at);

  /// The last value of each metric so far.
  MetricValues metrics() const;
  std::optional<double> metric(const std::string& name) const;
  /// "nan", "inf" or "-inf" if that is the last that the log said of the metric.
  std::optional<std::string> not_a_number(const std::string& name) const;
  /// Epochs that have ended, in the order of the log.
  const std::vector<Epoch>& epochs() const;
  /// Whether the log has shown any epoch mark: a training that has begun to train.
  bool epoch_seen() const;
  /// The line that says that memory was not enough, if there was one.
  const std::optional<std::string>& out_of_memory() const;
  /// Up to `count` last lines that are not blank, oldest first, each cut to 500 bytes.
  std::vector<std::string> last_lines(std::size_t count) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mutlua
