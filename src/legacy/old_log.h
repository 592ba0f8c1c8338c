// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "legacy/last_match.h"
#include "legacy/log_verdict.h"
#include "training/log_text.h"
#include "training/model.h"

namespace mutlua {

/// What the old tool read of a metric.
struct LegacyMetric {
  std::string name;
  std::optional<std::string> captured;  ///< by the pattern's last match; absent without a match
  std::optional<double> value;          ///< absent where float() refuses what was captured
};

/// Reads a training's log as the old tool did: its verdict, and of each metric the last match in
/// the whole log. Bytes may come in pieces of any size. Memory is bounded, however long the log or
/// a line of it is; a match may be as long as LastMatch::kLongest.
///
/// The text is UTF-8 without what is not, with LF for every kind of line end.
class LegacyLogReader {
 public:
  /// Throws Error(usage) if a pattern of the model cannot be used.
  explicit LegacyLogReader(const Model& model);

  void feed(std::string_view bytes);
  void finish();

  /// After finish().
  const LegacyVerdict& verdict() const { return verdict_; }
  /// In the order of the model, those without a value too. The old tool asked for them only where
  /// its verdict was success.
  std::vector<LegacyMetric> metrics() const;
  std::optional<std::string> word_of_success() const { return words_.word_of_success(); }
  std::optional<std::string> word_of_error() const { return words_.word_of_error(); }
  /// The training's exit status, where the log is the output of the old tool's wrapper, which
  /// printed it. The old tool itself ignored it.
  std::optional<int> exit_status() const;

 private:
  void search(bool is_end);

  std::vector<std::string> names_;
  std::vector<LastMatch> patterns_;  // of the metrics, then of the exit status
  LogText decoder_{LogText::kAnyLength};
  LegacyVerdictReader words_;
  LegacyVerdict verdict_;
  std::string held_;
  std::uint64_t bytes_ = 0;
};

}  // namespace mutlua
