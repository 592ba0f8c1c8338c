// SPDX-License-Identifier: MIT
// A trial that is tried again: after a failure, and when the program runs again.
#include <gtest/gtest.h>

#include "base/files.h"
#include "lab/bench.h"
#include "lab/trials.h"

namespace mutlua {
namespace {

TEST(Trial, KeepsEachFailedAttemptAndRunsTheWholeProtocolAgain) {
  LabBench bench;
  bench.script("a", {failing_run(), good_run()});
  bench.begin_study({{"retries", 2}});
  bench.identify({kAlone});
  EXPECT_FALSE(bench.measure(kAlone, 1).at("finished").get<bool>());
  const Json result = bench.measure(kAlone, 1).at("result");
  const Json record = record_in(result);
  EXPECT_EQ(record.at("retries"), 1);
  ASSERT_EQ(record.at("attempts").size(), 2u);
  EXPECT_EQ(record.at("attempts")[0].at("status"), "failed");
  EXPECT_EQ(record.at("attempts")[0].at("exit_code"), 3);
  const std::filesystem::path path = result.at("path").get<std::string>();
  EXPECT_NE(read_file(path / "attempts/1/training.log").find("no such data"), std::string::npos);
  EXPECT_NE(read_file(path / "training.log").find("accuracy"), std::string::npos);
}

TEST(Trial, IsAResultThatDoesNotCountWhenEveryAttemptFailed) {
  LabBench bench;
  bench.script("a", {failing_run()});
  bench.begin_study({{"retries", 1}});
  bench.identify({kAlone});
  EXPECT_FALSE(bench.measure(kAlone, 1).at("finished").get<bool>());
  const Json result = bench.measure(kAlone, 1).at("result");
  EXPECT_FALSE(result.at("valid").get<bool>());
  EXPECT_EQ(record_in(result).at("training_success"), false);
  EXPECT_EQ(record_in(result).at("retries"), 2);
  EXPECT_NE(result.at("reason").get<std::string>().find("no such data"), std::string::npos);
  EXPECT_EQ(bench.lab().tally().invalid, 1u);
}

TEST(Trial, KeepsTheCommandOfTheAttemptThatCounts) {
  LabBench bench;
  bench.script("a", {failing_run(), good_run()});
  bench.begin_study({{"retries", 1}});
  bench.identify({kAlone});
  bench.measure(kAlone, 1);
  const std::filesystem::path path =
      bench.measure(kAlone, 1).at("result").at("path").get<std::string>();
  EXPECT_TRUE(std::filesystem::exists(path / "command.sh"));
  EXPECT_TRUE(std::filesystem::exists(path / "attempts/1/command.sh"));
}

TEST(Trial, IsDoneWhenTheProgramRunsAgainAndIsNotMeasuredTwice) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kAlone, kBeside});
  bench.measure(kAlone, 1);
  bench.restart();
  bench.begin_study();
  const Json known = bench.identify({kAlone, kBeside}).at("trials");
  EXPECT_TRUE(known[0].at("done").get<bool>());
  EXPECT_EQ(known[0].at("result"), (Json{{"number", 1}, {"measurements", 1}, {"valid", true}}));
  EXPECT_TRUE(bench.result(1).at("reused").get<bool>());
  EXPECT_EQ(bench.result(1).at("outcome").at("metrics").at("accuracy"), 97.5);
  EXPECT_FALSE(known[1].at("done").get<bool>());
}

TEST(Trial, ThatFailedIsMeasuredAgainOnlyWhenAsked) {
  LabBench bench;
  bench.script("a", {failing_run(), good_run()});
  bench.begin_study();
  bench.identify({kAlone});
  bench.measure(kAlone, 1);
  bench.restart();
  bench.begin_study();
  EXPECT_TRUE(bench.identify({kAlone}).at("trials")[0].at("done").get<bool>());
  bench.restart();
  bench.options.retry_failed = true;
  bench.begin_study();
  EXPECT_FALSE(bench.identify({kAlone}).at("trials")[0].at("done").get<bool>());
  const Json result = bench.measure(kAlone, 1).at("result");
  EXPECT_EQ(record_in(result).at("repeat"), 2);
  bench.restart();
  bench.begin_study();
  EXPECT_TRUE(bench.identify({kAlone}).at("trials")[0].at("done").get<bool>());
}

}  // namespace
}  // namespace mutlua
