// SPDX-License-Identifier: MIT
#include "store/csv_text.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

using Rows = std::vector<std::vector<std::string>>;

TEST(CsvText, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(csv_line({"a", "", "b,c", "say \"x\"", "two\nlines"}),
            "a,,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\"\r\n");
  EXPECT_EQ(csv_line({"", "", ""}), ",,\r\n");
}

TEST(CsvText, IsReadAgainAsItWasWritten) {
  const Rows rows = {{"a", "", "b,c"}, {"say \"x\"", "two\r\nlines", ""}, {"", "", "x"}};
  std::string text;
  for (const auto& row : rows) text += csv_line(row);
  EXPECT_EQ(csv_rows(text), rows);
}

TEST(CsvText, EndsLinesInAnyWay) {
  const Rows rows = {{"a", "b"}, {"c", "d"}};
  EXPECT_EQ(csv_rows("a,b\r\nc,d\r\n"), rows);
  EXPECT_EQ(csv_rows("a,b\nc,d"), rows);
  EXPECT_EQ(csv_rows("a,b\rc,d\r"), rows);
  EXPECT_EQ(csv_rows("\xEF\xBB\xBF"
                     "a,b\n\n\r\nc,d\n\n"),
            rows);
}

TEST(CsvText, KeepsRowsAsWideAsTheyAre) {
  EXPECT_EQ(csv_rows("a,b,c\n1\n1,2,3,4\n"), (Rows{{"a", "b", "c"}, {"1"}, {"1", "2", "3", "4"}}));
}

TEST(CsvText, OfAQuoteThatIsNeverClosedEndsWithTheText) {
  EXPECT_EQ(csv_rows("a,\"b\nc,d"), (Rows{{"a", "b\nc,d"}}));
  EXPECT_EQ(csv_rows("\"a\"b,c\n"), (Rows{{"ab", "c"}}));
  EXPECT_TRUE(csv_rows("").empty());
}

}  // namespace
}  // namespace mutlua
