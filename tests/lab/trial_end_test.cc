// SPDX-License-Identifier: MIT
// How a trial ends, also where the script does not end it well.
#include <gtest/gtest.h>

#include <csignal>

#include "lab/bench.h"
#include "lab/trials.h"

namespace mutlua {
namespace {

TEST(Trial, ThatIsInterruptedLeavesNoRecordAndNoProcess) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kBeside});
  bench.perform("begin_trial", {{"index", 1}});
  bench.perform("background_start", {{"models", kBeside.at("backgrounds")}});
  const Json training = bench.perform("spawn", {{"model", kBeside.at("foregrounds")[0]}});
  bench.processes.request_stop(SIGTERM);
  try {
    bench.perform("wait", {{"ids", {training.at("id")}}, {"any", false}});
    FAIL() << "a stop must not be swallowed";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::stopped);
  }
  EXPECT_THROW(bench.perform("sleep", {{"seconds", 1}}), Error);
  bench.restart();
  EXPECT_EQ(bench.processes.running(), 0u);
  bench.begin_study();
  EXPECT_FALSE(bench.identify({kBeside}).at("trials")[0].at("done").get<bool>());
}

TEST(Trial, IsClosedByTheRuntimeWhereTheProtocolLeavesThingsOpen) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kBeside});
  bench.perform("begin_trial", {{"index", 1}});
  bench.perform("background_start", {{"models", kBeside.at("backgrounds")}});
  bench.perform("energy_begin");
  const Json training = bench.perform("spawn", {{"model", kBeside.at("foregrounds")[0]}});
  const Json outcomes = bench.perform("wait", {{"ids", {training.at("id")}}, {"any", false}});
  bench.perform("end_trial", {{"measured", outcomes}});
  EXPECT_EQ(bench.processes.running(), 0u);
  EXPECT_NO_THROW(bench.perform("energy_begin"));
}

TEST(Trial, RefusesAProtocolThatReturnsTooFewOutcomes) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kAlone});
  bench.perform("begin_trial", {{"index", 1}});
  EXPECT_THROW(bench.perform("end_trial", {{"measured", Json::object()}}), Error);
}

Json run_and_wait(LabBench& bench, const Json& model) {
  const Json training = bench.perform("spawn", {{"model", model}});
  return bench.perform("wait", {{"ids", {training.at("id")}}}).at("outcomes")[0];
}

TEST(Trial, RefusesWhatIsNotAnOutcomeOfItsOwnForegrounds) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kAlone});
  bench.perform("begin_trial", {{"index", 1}});
  const Json other = run_and_wait(bench, LabBench::model("b"));
  const Json running = bench.perform("spawn", {{"model", LabBench::model("a")}});
  const std::vector<Json> bad = {
      {{"outcomes", {other}}},         // of another model
      {{"outcomes", {running}}},       // has not ended
      {{"outcomes", {Json("good")}}},  // no outcome at all
      {{"outcomes", Json::array()}, {"reason", 3}},
  };
  for (const Json& measured : bad) {
    try {
      bench.perform("end_trial", {{"measured", measured}});
      FAIL() << measured;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::script) << error.what();
    }
  }
}

TEST(Trial, ThatIsAbandonedLeavesRoomForTheNext) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kBeside, kAlone});
  bench.perform("begin_trial", {{"index", 1}});
  bench.perform("background_start", {{"models", kBeside.at("backgrounds")}});
  bench.perform("abandon_trial");
  EXPECT_EQ(bench.processes.running(), 0u);
  EXPECT_TRUE(bench.measure(kAlone, 2).at("finished").get<bool>());
  EXPECT_NE(bench.lab().unfinished(), "");
  EXPECT_TRUE(bench.measure(kBeside, 1).at("finished").get<bool>());
  EXPECT_EQ(bench.lab().unfinished(), "");
}

TEST(Trial, LeavesAloneWhatTheScriptStartedOutsideAndSaysThatItRan) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kAlone, kBeside});
  const Json load = bench.perform("background_start", {{"models", {LabBench::model("b")}}});
  const Json result = bench.measure(kAlone, 1).at("result");
  EXPECT_EQ(result.at("quality").at("performance"), "suspect");
  EXPECT_NE(flag_in(result, "script.load"), nullptr);
  EXPECT_EQ(bench.processes.running(), 1u);
  EXPECT_EQ(bench.perform("background_stop", load).at("models").size(), 1u);
  EXPECT_EQ(bench.processes.running(), 0u);
  EXPECT_EQ(bench.measure(kBeside, 2).at("result").at("quality").at("performance"), "ok");
}

}  // namespace
}  // namespace mutlua
