// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

#include "lab/bench.h"
#include "lab/trials.h"

namespace mutlua {
namespace {

TEST(Trial, IsRecordedWithItsOutcomeAndGivenBack) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kAlone});
  const Json reply = bench.measure(kAlone, 1);
  ASSERT_TRUE(reply.at("finished").get<bool>());
  const Json& result = reply.at("result");
  EXPECT_EQ(result.at("outcome").at("status"), "completed");
  EXPECT_EQ(result.at("outcome").at("metrics").at("accuracy"), 97.5);
  EXPECT_EQ(result.at("outcome").at("duration_seconds"), 4.0);
  EXPECT_TRUE(result.at("valid").get<bool>());

  const Json record = record_in(result);
  EXPECT_EQ(record.at("repository"), "test");
  EXPECT_EQ(record.at("model"), "a");
  EXPECT_EQ(record.at("hyperparameters"), (Json{{"epochs", 3}}));
  EXPECT_EQ(record.at("training_success"), true);
  EXPECT_EQ(record.at("performance_metrics").at("accuracy"), 97.5);
  EXPECT_EQ(record.at("epochs").size(), 3u);
  EXPECT_EQ(record.at("epochs")[1].at("seconds"), 1.0);
  EXPECT_FALSE(record.at("epochs")[0].contains("seconds"));  // when it began is not in the log
  EXPECT_EQ(record.at("effective_hyperparameters").at("learning_rate").at("source"),
            "catalogue default");
}

TEST(Trial, LeavesEnergyNullWithItsReasonWhereThereIsNoSensor) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kAlone});
  const Json result = bench.measure(kAlone, 1).at("result");
  EXPECT_FALSE(result.at("energy").contains("cpu_joules"));
  EXPECT_EQ(result.at("energy").at("reasons").at("cpu_joules"), "no sensor");
  const Json record = record_in(result);
  EXPECT_TRUE(record.at("energy_metrics").at("cpu_energy_total_joules").is_null());
  EXPECT_TRUE(record.at("energy").at("cpu").is_null());
  EXPECT_EQ(record.at("energy").at("cpu_unavailable"), "no sensor");
}

TEST(Trial, IsMeasuredBesideALoadThatIsUpAndThatEndsWithIt) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kBeside});
  const Json result = bench.measure(kBeside, 1).at("result");
  EXPECT_EQ(bench.processes.running(), 0u);
  EXPECT_EQ(bench.launches.at(0).argv.at(2), "b");
  const Json record = record_in(result);
  EXPECT_EQ(record.at("mode"), "parallel");
  EXPECT_EQ(record.at("settling").at("evidence"), "first epoch");
  EXPECT_EQ(record.at("settling").at("seconds"), 1.0);
  const Json& report = record.at("background").at("report");
  EXPECT_EQ(report.at("restarts"), 1);
  EXPECT_EQ(report.at("runs")[0].at("status"), "completed");
  EXPECT_EQ(report.at("runs")[0].at("metrics").at("accuracy"), 97.5);
  EXPECT_EQ(report.at("runs")[1].at("status"), "stopped");
}

TEST(Trial, DoesNotCountWithoutTheMetricThatTheStudyNeeds) {
  LabBench bench;
  SimulatedRun silent = good_run();
  silent.output.pop_back();
  bench.script("a", {silent});
  bench.begin_study({{"needs", {{"metrics", {"accuracy"}}}}});
  bench.identify({kAlone});
  const Json result = bench.measure(kAlone, 1).at("result");
  EXPECT_FALSE(result.at("valid").get<bool>());
  EXPECT_EQ(result.at("outcome").at("missing_metrics"), Json::array({"accuracy"}));
}

TEST(Trial, ShowsItsProgressEverySecondAlsoAfterTheFirst) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kAlone, kBeside});
  bench.measure(kAlone, 1);
  bench.progress.events.clear();
  bench.measure(kBeside, 2);
  const auto ticks = std::count_if(bench.progress.events.begin(), bench.progress.events.end(),
                                   [](auto& event) { return std::holds_alternative<Tick>(event); });
  EXPECT_GE(ticks, 3);
}

TEST(Trial, HoldsTheMarksThatTheScriptMade) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kAlone});
  bench.perform("begin_trial", {{"index", 1}});
  const Json meter = bench.perform("energy_begin");
  const Json training = bench.perform("spawn", {{"model", kAlone.at("foregrounds")[0]}});
  bench.perform("sleep", {{"seconds", 2}});
  bench.perform("mark", {{"id", training.at("id")}, {"label", "warm"}});
  bench.perform("energy_mark", {{"id", meter.at("id")}, {"label", "half"}});
  Json measured = bench.perform("wait", {{"ids", {training.at("id")}}});
  measured["energy"] = bench.perform("energy_finish", meter);
  bench.perform("end_trial", {{"measured", measured}});
  const Json record = record_in(bench.result(1));
  EXPECT_EQ(record.at("outcome").at("marks"), (Json::parse(R"([{"label":"warm","seconds":2.0}])")));
  Json of_the_script = Json::array();
  for (const Json& mark : record.at("energy").at("marks")) {
    if (mark.at("kind") == "script") of_the_script.push_back(mark);
  }
  EXPECT_EQ(of_the_script, (Json::parse(R"([{"kind":"script","label":"half","seconds":2.0}])")));
}

TEST(Trial, MeasuresSeveralForegroundsEachWithItsOwnOutcome) {
  LabBench bench;
  const Json both = {{"foregrounds", {LabBench::model("a"), LabBench::model("b")}}};
  bench.begin_study();
  bench.identify({both});
  const Json result = bench.measure(both, 1).at("result");
  ASSERT_EQ(result.at("outcomes").size(), 2u);
  const std::filesystem::path path = result.at("path").get<std::string>();
  EXPECT_TRUE(std::filesystem::exists(path / "training_2.log"));
  EXPECT_EQ(record_in(result).at("foregrounds")[1].at("model"), "b");
}

TEST(Trial, MeasuresALoadByItself) {
  LabBench bench;
  const Json load = {{"backgrounds", {LabBench::model("b")}}, {"seconds", 30}};
  bench.begin_study();
  bench.identify({load});
  bench.perform("begin_trial", {{"index", 1}});
  const Json group = bench.perform("background_start", {{"models", load.at("backgrounds")}});
  const Json meter = bench.perform("energy_begin");
  bench.perform("sleep", {{"seconds", 30}});
  const Json energy = bench.perform("energy_finish", meter);
  const Json report = bench.perform("background_stop", group);
  bench.perform("end_trial", {{"measured", {{"energy", energy}, {"background", report}}}});
  const Json result = bench.result(1);
  EXPECT_TRUE(result.at("valid").get<bool>());
  EXPECT_EQ(record_in(result).at("mode"), "background");
  EXPECT_EQ(record_in(result).at("duration_seconds"), 30.0);
}

TEST(Trial, EndsATrainingAtItsTimeout) {
  LabBench bench;
  SimulatedRun endless;
  endless.duration = Seconds(1e6);
  endless.ignores_stop = true;
  bench.script("a", {endless});
  bench.begin_study();
  bench.identify({kAlone});
  bench.perform("begin_trial", {{"index", 1}});
  const Json training =
      bench.perform("spawn", {{"model", kAlone.at("foregrounds")[0]}, {"timeout_seconds", 5}});
  const Json outcome = bench.perform("wait", {{"ids", {training.at("id")}}}).at("outcomes")[0];
  EXPECT_EQ(outcome.at("status"), "timed_out");
  EXPECT_EQ(outcome.at("duration_seconds"), 15.0);  // SIGTERM is ignored for the 10 s of grace
}

TEST(Trial, RefusesToBeginWhenATrainingScriptIsMissing) {
  LabBench bench;
  std::filesystem::remove(bench.folder / "repo/train.sh");
  bench.begin_study();
  bench.identify({kAlone});
  try {
    bench.perform("begin_trial", {{"index", 1}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::machine);
    EXPECT_NE(std::string(error.what()).find("train.sh"), std::string::npos);
  }
  EXPECT_FALSE(std::filesystem::exists(bench.options.results));
}

TEST(Options, AreRefusedAfterSomethingWasDone) {
  LabBench bench;
  bench.perform("sleep", {{"seconds", 0}});
  EXPECT_THROW(bench.perform("options", {{"declared", Json::array()}}), Error);
}

}  // namespace
}  // namespace mutlua
