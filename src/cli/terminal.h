// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <optional>
#include <string>

#include "cli/text.h"
#include "lab/progress.h"
#include "system/clock.h"

namespace mutlua {

/// How many columns a stream has: as COLUMNS says, else the terminal; absent: it is none.
std::optional<int> columns_of(std::FILE* stream);

/// How a stream can be written to.
struct TerminalStyle {
  bool live = false;  ///< a terminal whose last line may be overwritten
  bool colour = false;
  bool utf8 = false;
  int columns = 100;

  /// From the stream, TERM, NO_COLOR, CLICOLOR_FORCE, MUTLUA_STATUS (live | plain) and the locale.
  static TerminalStyle of(std::FILE* stream);
};

enum class Verbosity { quiet, normal, verbose };

/// The study's progress on standard error: a permanent line for each finished trial, and on a
/// terminal one line below them that shows what runs now. What comes from scripts and logs is made
/// printable.
class Terminal : public Progress {
 public:
  Terminal(std::FILE* stream, TerminalStyle style, Verbosity verbosity, Clock& clock)
      : stream_(stream), style_(style), verbosity_(verbosity), clock_(clock) {}
  ~Terminal() override { erase(); }

  void show(const ProgressEvent& event) override;

  /// A permanent line of somebody else's text.
  void message(const std::string& text) { line(printable(text)); }
  /// Removes the status line.
  void erase();

 private:
  void on(const StudyBegun& study);
  void on(const TrialBegun& trial);
  void on(const Phase& phase);
  void on(const Tick& tick);
  void on(const AttemptFailed& attempt);
  void on(const TrialEnded& trial);
  void on(const Warning& warning);
  void on(const StudyEnded& study);

  void line(const std::string& text);
  void draw(const Tick& tick);
  std::string paint(const char* code, const std::string& text) const;
  std::string stamp() const;
  std::string dot() const;
  std::string trial_text(const TrialBegun& trial) const;

  std::FILE* stream_;
  TerminalStyle style_;
  Verbosity verbosity_;
  Clock& clock_;
  bool drawn_ = false;
  bool introduced_ = false;
  std::size_t begun_ = 0;  ///< trials that this run has finished
  Instant first_began_;
  TrialBegun trial_;
  Phase phase_;
};

}  // namespace mutlua
