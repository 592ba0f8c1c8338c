// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "training/literal_filter.h"

namespace mutlua {

struct LegacyVerdict {
  bool success = false;
  std::string message;  ///< in the old tool's words
};

/// Judges a training as the old tool did, by words in its log alone: a word of success wins over
/// every error; an error is the first of the list that occurs anywhere; a log without either is a
/// success unless it has less than 1000 bytes.
///
/// The old tool's regular expressions need no engine: each is one text, or two on one line, and the
/// one look-ahead (`RuntimeError:` with no `DeprecationWarning` behind it on its line) is a rule of
/// its own. So a line may be as long as it likes, and nothing of the log is kept.
///
/// Source: the old tool's check of success, in its order.
class LegacyVerdictReader {
 public:
  LegacyVerdictReader();
  LegacyVerdictReader(LegacyVerdictReader&&) noexcept;
  LegacyVerdictReader& operator=(LegacyVerdictReader&&) noexcept;
  ~LegacyVerdictReader();

  /// The next text of the log, in pieces of any size: UTF-8 with LF at line ends.
  void read(std::string_view text);
  /// The log is complete, and was so many bytes long before it was decoded.
  LegacyVerdict finish(std::uint64_t bytes);

  /// The old tool's pattern of the word of success that was found first in its list, if any.
  std::optional<std::string> word_of_success() const;
  /// The same for errors, also beside a word of success.
  std::optional<std::string> word_of_error() const;

 private:
  struct Lines;

  LiteralFilter hints_;
  std::unique_ptr<Lines> lines_;
  bool within_line_ = false;
};

}  // namespace mutlua
