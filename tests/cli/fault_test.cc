// SPDX-License-Identifier: MIT
#include "cli/fault.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

Fault in_json(const std::string& text, const std::string& path) {
  Fault fault;
  place_in_json(fault, text, path);
  return fault;
}

TEST(Fault, TakesItsPlaceFromLuasMessageWithoutTheTraceback) {
  const Fault fault =
      fault_of("a b/x.lua:12: no: 3: such\nstack traceback:\n  y", "s.lua", DiagnosticKind::error);
  EXPECT_EQ(fault.file, "a b/x.lua");
  EXPECT_EQ(fault.line, 12);
  EXPECT_EQ(fault.message, "no: 3: such");
}

TEST(Fault, BelongsToTheFileAsAWholeWhereAMessageHasNoPlace) {
  const Fault fault = fault_of("there is none: 7", "s.lua", DiagnosticKind::error);
  EXPECT_EQ(fault.file, "s.lua");
  EXPECT_EQ(fault.line, 0);
  EXPECT_EQ(text_of(fault), "s.lua: there is none: 7\n");
}

TEST(Fault, StandsInTheFileThatCouldNotBeReadIn) {
  const Fault fault =
      fault_of("study.lua:4: sub/tools.lua:3: no", "study.lua", DiagnosticKind::error);
  EXPECT_EQ(fault.file, "sub/tools.lua");
  EXPECT_EQ(fault.line, 3);
  EXPECT_EQ(fault.message, "no");
}

TEST(Fault, PointsAtTheNumberThatWasGiven) {
  Fault fault{.file = "s.lua", .line = 1, .message = "expected a whole number, given 2.5"};
  show_in(fault, "m:with { epochs = 2.5 }");
  EXPECT_EQ(fault.column, 19);
}

TEST(Fault, PointsAtWholeWordsOnly) {
  Fault fault{.file = "s", .line = 1, .message = "unknown 'x'"};
  show_in(fault, "xx = axe.x\n");
  EXPECT_EQ(fault.column, 10);
}

TEST(Fault, HasNoCaretWhereTheWordIsNotFound) {
  Fault fault{.file = "s", .line = 1, .message = "unknown 'y'"};
  show_in(fault, "x = 1\n");
  EXPECT_EQ(text_of(fault), "s:1: unknown 'y'\n    x = 1\n");
}

TEST(Fault, KeepsTabsAndWideLettersAboveItsCaret) {
  Fault fault{.file = "s", .line = 1, .message = "unknown 'x'"};
  show_in(fault, "\tab x\n");
  EXPECT_EQ(text_of(fault), "s:1: unknown 'x'\n    \tab x\n    \t   ^\n");
}

TEST(Fault, DoesNotPointAtWhatWasMeant) {
  Fault fault{.file = "s", .line = 1, .message = "unknown option --m; did you mean 'n'?"};
  show_in(fault, "n = 1\n");
  EXPECT_EQ(fault.column, 0);
}

TEST(Fault, ShowsTheNeighbourhoodOfItsPlaceInAVeryLongLine) {
  Fault fault{.file = "s", .line = 1, .message = "unknown 'x'"};
  std::string line;
  for (int i = 0; i < 500; ++i) line += "\u00e4";
  show_in(fault, line + " x " + line + "\n");
  const std::string text = text_of(fault);
  EXPECT_LT(text.size(), 500u);
  EXPECT_EQ(text.find('?'), std::string::npos) << text;
  EXPECT_NE(text.find(" x "), std::string::npos) << text;
}

TEST(PlaceInJson, FindsNestedFieldsPastValuesOfEveryKind) {
  const std::string text =
      "{\"a\": [1, {\"b]\": \"}\\\"\"}, [2]],\n"
      " \"c\": {\"d\": null,\n"
      "   \"e\": [true, {\"f\": 1}]}}";
  EXPECT_EQ(in_json(text, "c.e[1].f").line, 3);
  EXPECT_EQ(in_json(text, "c.e[1].f").column, 17);
  EXPECT_EQ(in_json(text, "c.d").line, 2);
  EXPECT_EQ(in_json(text, "a[2]").column, 26);
}

TEST(PlaceInJson, StopsAtTheLastPartThatIsThere) {
  const std::string text = "{\"a\":\n {\"b\": 1}}";
  EXPECT_EQ(in_json(text, "a.b.c").line, 2);
  EXPECT_EQ(in_json(text, "a.x").line, 1);
  EXPECT_EQ(in_json(text, "x").line, 0);
  EXPECT_EQ(in_json(text, "").line, 0);
  EXPECT_EQ(in_json(text, "[0]").line, 0);
}

}  // namespace
}  // namespace mutlua
