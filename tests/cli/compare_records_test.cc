// SPDX-License-Identifier: MIT
#include "cli/compare_records.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

TEST(CompareRecords, FindsNoDifferenceInEqualRecords) {
  const Json record = {{"a", 1}, {"b", {{{"c", 0.1}}, {{"c", nullptr}}}}};
  const RecordComparison found = compare_records(record, record);
  EXPECT_TRUE(found.differences.empty());
  EXPECT_EQ(found.compared, 3);
}

TEST(CompareRecords, NamesThePlaceOfTheLeastDifference) {
  const RecordComparison found = compare_records(Json{{"gpus", {{{"joules", 0.3}}}}},
                                                 Json{{"gpus", {{{"joules", 0.1 + 0.2}}}}});
  ASSERT_EQ(found.differences.size(), 1u);
  EXPECT_EQ(found.differences[0].place, "gpus[0].joules");
}

TEST(CompareRecords, TakesUnknownForAnotherValueThanZero) {
  EXPECT_EQ(compare_records(Json{{"a", nullptr}}, Json{{"a", 0}}).differences.size(), 1u);
}

TEST(CompareRecords, TakesListsOfOtherLengthsForDifferent) {
  EXPECT_EQ(compare_records(Json{{"a", {1, 2}}}, Json{{"a", {1}}}).differences.size(), 1u);
}

TEST(CompareRecords, LeavesOutButNamesWhatTheLabAddsOrTheRecordLacks) {
  const RecordComparison found =
      compare_records(Json{{"a", 1}, {"estimates", 2}}, Json{{"a", 1}, {"b", {{"c", 3}}}});
  EXPECT_TRUE(found.differences.empty());
  EXPECT_EQ(found.compared, 1);
  EXPECT_EQ(found.only_stored, std::vector<std::string>{"estimates"});
  EXPECT_EQ(found.only_derived, std::vector<std::string>{"b"});
}

TEST(CompareRecords, TakesAStoredValueThatNobodyAddsForADifference) {
  const RecordComparison found = compare_records(Json{{"a", 1}, {"cpu", {{"joules", 2}}}},
                                                 Json{{"a", 1}, {"cpu", Json::object()}});
  ASSERT_EQ(found.differences.size(), 1u);
  EXPECT_EQ(found.differences[0].place, "cpu.joules");
  EXPECT_EQ(found.compared, 2);
}

}  // namespace
}  // namespace mutlua
