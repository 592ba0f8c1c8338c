// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "training/literal_filter.h"

namespace mutlua {

/// Looks for the first line of a log that says that memory was not enough, in the words of CUDA,
/// ROCm, PyTorch, TensorFlow/XLA, Python and C++.
class MemoryErrorSearch {
 public:
  MemoryErrorSearch();

  /// Reads whole lines. After the first find nothing more is looked for.
  void read(std::string_view lines);

  /// The line, without colours, cut to 500 bytes.
  const std::optional<std::string>& line() const { return line_; }

 private:
  LiteralFilter filter_;
  std::optional<std::string> line_;
};

/// A line of a log for a message: without terminal colours and control characters, at most
/// `longest` bytes.
std::string plain_line(std::string_view line, std::size_t longest = 500);

}  // namespace mutlua
