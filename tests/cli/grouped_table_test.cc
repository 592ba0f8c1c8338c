// SPDX-License-Identifier: MIT
#include "cli/grouped_table.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

const std::vector<std::string> kHeads = {"outcome", "n", "sd"};

TEST(GroupedTable, SaysOnceWhatRowsHaveInCommon) {
  EXPECT_EQ(grouped_table(kHeads,
                          {{.group = "rate 1", .cells = {"seconds", "3", "1.5"}, .note = ""},
                           {.group = "rate 1", .cells = {"joules", "3", "20"}, .note = ""},
                           {.group = "rate 2", .cells = {"seconds", "2", ""}, .note = "why"}},
                          80),
            "  outcome  n   sd\n"
            "rate 1\n"
            "  seconds  3  1.5\n"
            "  joules   3   20\n"
            "rate 2\n"
            "  seconds  2  why\n");
}

TEST(GroupedTable, LeavesOutColumnsThatAreEmpty) {
  EXPECT_EQ(grouped_table(kHeads, {{.group = "", .cells = {"seconds", "1", ""}, .note = ""}}, 80),
            "  outcome  n\n"
            "  seconds  1\n");
}

TEST(GroupedTable, StaysWithinTheColumns) {
  EXPECT_EQ(grouped_table(kHeads,
                          {{.group = "model one beside model two",
                            .cells = {"seconds", "1", ""},
                            .note = "one value alone shows no spread"}},
                          24),
            "  outcome  n\n"
            "model one beside\n"
            "    model two\n"
            "  seconds  1\n"
            "    one value alone\n"
            "    shows no spread\n");
}

TEST(GroupedTable, SaysTheNoteOfManyRowsOnceBelowThem) {
  const GroupedRow row = {.group = "", .cells = {"seconds", "1", ""}, .note = "no spread"};
  EXPECT_EQ(grouped_table(kHeads, {row, row, row}, 80),
            "  outcome  n\n"
            "  seconds  1  [1]\n"
            "  seconds  1  [1]\n"
            "  seconds  1  [1]\n"
            "[1] no spread\n");
}

TEST(GroupedTable, IsNothingWithoutRows) { EXPECT_EQ(grouped_table(kHeads, {}, 80), ""); }

}  // namespace
}  // namespace mutlua
