// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "training/model.h"

namespace mutlua {

/// A line with a number that a pattern of the catalogue reads; tried with the real pattern.
struct NumberLine {
  std::string before;
  std::string after;
  const char* format = "{:.4f}";
  /// Shares are written in percent, as the pattern says: it reads a percent sign behind the number,
  /// or whole numbers only.
  bool percent = false;

  std::string text(double number) const;
};

/// How the log of a model is written so that its own patterns read it.
struct LogLines {
  struct Line {
    std::string metric;
    NumberLine line;
  };
  std::vector<Line> metrics;           ///< in an order in which no line changes what another said
  std::optional<NumberLine> epoch;     ///< absent: the catalogue marks none, or no text is known
  std::vector<std::string> unwritten;  ///< patterns for which no text was found
};

/// Gives the lines of a model, found out once for each set of patterns.
class LogWriter {
 public:
  const LogLines& lines_of(const Model& model);

 private:
  std::map<std::string, LogLines> known_;
};

}  // namespace mutlua
