// SPDX-License-Identifier: MIT
#include "store/counted_elsewhere.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

const TrialNames kLow = {.identity = "aa", .label = "low", .factors = {{"lr", 0.1}}};
const TrialNames kNameless = {.identity = "bb", .label = {}};

TEST(CountedElsewhere, IsReadAsItWasWritten) {
  TempFolder session;
  const std::vector<CountedElsewhere> trials = {
      {.names = kLow, .session = "run_1", .experiment_id = "examples_mnist_001"},
      {.names = kNameless, .session = "imported/run_2", .experiment_id = "old_001"}};
  write_counted_elsewhere(session.path(), trials);
  EXPECT_EQ(read_counted_elsewhere(session.path()), trials);
}

TEST(CountedElsewhere, IsNothingWithoutTheFile) {
  TempFolder session;
  EXPECT_TRUE(read_counted_elsewhere(session.path()).empty());
}

TEST(CountedElsewhere, SaysWhatToDoWithADamagedFile) {
  TempFolder session;
  for (const char* content : {"", "{", "[]", R"({"trials": [{"identity": 1}]})"}) {
    session.write("counted_elsewhere.json", content);
    try {
      read_counted_elsewhere(session.path());
      ADD_FAILURE() << content;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::machine);
      EXPECT_NE(std::string(error.what()).find("remove it"), std::string::npos);
    }
  }
}

TEST(TrialNames, AreReadAsTheyWereWritten) {
  TempFolder session;
  EXPECT_TRUE(read_renamed(session.path()).empty());
  const std::vector<TrialNames> trials = {kLow, kNameless};
  write_renamed(session.path(), trials);
  EXPECT_EQ(read_renamed(session.path()), trials);
}

}  // namespace
}  // namespace mutlua
