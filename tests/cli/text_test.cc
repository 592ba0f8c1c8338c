// SPDX-License-Identifier: MIT
#include "cli/text.h"

#include <gtest/gtest.h>

#include <cstdio>

#include "cli/terminal.h"
#include "simulated/clock.h"

namespace mutlua {
namespace {

TEST(Printable, ReplacesWhatCouldSteerATerminalAndNothingElse) {
  EXPECT_EQ(printable("a\x1b[31mb\nc\td\x7f"), "a?[31mb?c?d?");
  EXPECT_EQ(printable("caf\u00e9 \u2713 \U0001F600"), "caf\u00e9 \u2713 \U0001F600");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "??31m");  // CSI as one character
  EXPECT_EQ(printable("cut \xe2\x9c"), "cut ??");
  EXPECT_EQ(printable("a\nb\x1b", "\n"), "a\nb?");
}

TEST(TableText, ShowsCellsAsPrintable) {
  EXPECT_EQ(table_text({{"label"}, {"x\x1b[2Jy"}}), "label\nx?[2Jy\n");
}

/// What a terminal wrote.
std::string shown(TerminalStyle style, Verbosity verbosity,
                  const std::vector<ProgressEvent>& events) {
  SimulatedClock clock;
  std::FILE* file = std::tmpfile();
  {
    Terminal terminal(file, style, verbosity, clock);
    for (const ProgressEvent& event : events) terminal.show(event);
  }
  std::string text(static_cast<std::size_t>(std::ftell(file)), ' ');
  std::rewind(file);
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

TEST(Terminal, CallsANoteANoteAndKeepsItToItselfWhenQuiet) {
  const ProgressEvent note = Warning{.message = "m", .note = true};
  const ProgressEvent warning = Warning{.message = "m", .note = false};
  EXPECT_EQ(shown({}, Verbosity::normal, {note, warning}), "note: m\nwarning: m\n");
  EXPECT_EQ(shown({}, Verbosity::quiet, {note, warning}), "warning: m\n");
}

TEST(Terminal, WithoutColourWritesNoEscapeCodeButThatOfTheLiveLine) {
  const TrialBegun trial{
      .position = 1, .trials = 2, .number = 1, .title = "a", .block = "b\x1b[31m", .label = "l\nm"};
  std::string text = shown({.live = true}, Verbosity::normal,
                           {trial, Phase{.name = "training", .expected = {}},
                            AttemptFailed{.trial = trial, .reason = "\x1b]0;title\x07"}});
  EXPECT_NE(text.find("b?[31m"), std::string::npos) << text;
  EXPECT_NE(text.find("l?m"), std::string::npos) << text;
  for (std::size_t at; (at = text.find("\x1b[K")) != std::string::npos;) text.erase(at, 3);
  EXPECT_EQ(text.find('\x1b'), std::string::npos) << text;
  EXPECT_EQ(text.find('\x07'), std::string::npos) << text;
}

}  // namespace
}  // namespace mutlua
