// SPDX-License-Identifier: MIT
#include "cli/fitted_table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace mutlua {
namespace {

std::string after_slash(const std::string& cell) { return cell.substr(cell.find('/') + 1); }

const std::vector<TableColumn> kColumns = {{.name = "number"},
                                           {.name = "empty"},
                                           {.name = "model", .least = 10, .shorter = after_slash},
                                           {.name = "block", .spare = 1},
                                           {.name = "replicate", .spare = 1},
                                           {.name = "values", .spare = 2, .least = 12}};

std::string table(std::optional<int> width) {
  return fitted_table(
      kColumns,
      {{"001", "", "repository/a_model_of_it", "x", "1", "epochs=10 learning_rate=0.1"},
       {"002", "", "short/model", "x", "10", "epochs=20"}},
      width);
}

std::size_t widest(const std::string& text) {
  std::istringstream lines(text);
  std::size_t most = 0;
  for (std::string line; std::getline(lines, line);) most = std::max(most, line.size());
  return most;
}

TEST(FittedTable, IsWholeWhereThereIsRoomButForEmptyColumns) {
  EXPECT_EQ(table(std::nullopt),
            "number  model                     block  replicate  values\n"
            "   001  repository/a_model_of_it  x              1  epochs=10 learning_rate=0.1\n"
            "   002  short/model               x             10  epochs=20\n");
  EXPECT_EQ(table(79), table(std::nullopt));
}

TEST(FittedTable, TakesShorterFormsFirst) {
  EXPECT_EQ(table(78),
            "number  model          block  replicate  values\n"
            "   001  a_model_of_it  x              1  epochs=10 learning_rate=0.1\n"
            "   002  model          x             10  epochs=20\n");
}

TEST(FittedTable, CutsWhatIsWidestFirst) {
  EXPECT_EQ(table(58),
            "number  model          block  replicate  values\n"
            "   001  a_model_of_it  x              1  epochs=10 learn..\n"
            "   002  model          x             10  epochs=20\n");
}

TEST(FittedTable, LeavesColumnsOutThatSayTheSameAndThenTheMostSpare) {
  EXPECT_EQ(table(46),
            "number  model         replicate  values\n"
            "   001  a_model_of..          1  epochs=10 l..\n"
            "   002  model                10  epochs=20\n"
            "(too narrow for: block; a file or a pipe gets\n"
            "them)\n");
  EXPECT_EQ(widest(table(30)), 30u) << table(30);
  EXPECT_NE(table(30).find("values,\nblock;"), std::string::npos) << table(30);
  EXPECT_NE(table(1).find("  a_model_..\n"), std::string::npos) << table(1);
}

}  // namespace
}  // namespace mutlua
