// SPDX-License-Identifier: MIT
#include "store/csv_reader.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(std::string_view text) {
  CsvReader reader(text);
  Rows rows;
  for (std::vector<std::string> cells; reader.next(cells);) rows.push_back(cells);
  return rows;
}

// What Python's csv.reader gives for each.
TEST(CsvReader, SplitsRowsAtEveryKindOfLineEnd) {
  const Rows expected = {{"a", "b"}, {"1", ""}, {"", "2"}};
  EXPECT_EQ(rows_of("a,b\r\n1,\r\n,2\r\n"), expected);
  EXPECT_EQ(rows_of("a,b\n1,\n,2"), expected);
  EXPECT_EQ(rows_of("a,b\r1,\r,2\r"), expected);
  EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                    "a,b\n\n1,\n\n\n,2\n"),
            expected);
}

TEST(CsvReader, ReadsCellsInQuotes) {
  EXPECT_EQ(rows_of("\"a,b\",\"say \"\"no\"\"\"\n\"two\nlines\",c\n"),
            (Rows{{"a,b", "say \"no\""}, {"two\nlines", "c"}}));
  EXPECT_EQ(rows_of("5\"x,\"a\"b\n"), (Rows{{"5\"x", "ab"}}));
}

TEST(CsvReader, EndsWithTheText) {
  EXPECT_EQ(rows_of(""), Rows{});
  EXPECT_EQ(rows_of("\n\r\n"), Rows{});
  EXPECT_EQ(rows_of("\""), (Rows{{""}}));
  EXPECT_EQ(rows_of("a,\"never closed,\nb"), (Rows{{"a", "never closed,\nb"}}));
  EXPECT_EQ(rows_of("a,"), (Rows{{"a", ""}}));
}

TEST(CsvReader, SaysOnWhichLineARowBegins) {
  CsvReader reader("a\n\n\"b\nb\"\nc\n");
  std::vector<std::string> cells;
  for (const int line : {1, 3, 5}) {
    ASSERT_TRUE(reader.next(cells));
    EXPECT_EQ(reader.line(), line);
  }
  EXPECT_FALSE(reader.next(cells));
}

}  // namespace
}  // namespace mutlua
