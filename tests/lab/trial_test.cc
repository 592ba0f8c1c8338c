// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

#include "base/files.h"
#include "lab/bench.h"

namespace mutlua {
namespace {

const Json kAlone = {{"foregrounds", {LabBench::model("a", {{"epochs", 3}})}}};
const Json kBeside = {{"foregrounds", {LabBench::model("a", {{"epochs", 3}})}},
                      {"backgrounds", {LabBench::model("b")}}};

Json record_in(const Json& result) {
  return read_json(std::filesystem::path(result.at("path").get<std::string>()) / "experiment.json");
}

bool has_flag(const Json& result, const std::string& id) {
  const Json& flags = result.at("quality").at("flags");
  return std::any_of(flags.begin(), flags.end(), [&](auto& flag) { return flag.at("id") == id; });
}

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

TEST(Trial, IsDoneWhenTheProgramRunsAgainAndIsNotMeasuredTwice) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kAlone, kBeside});
  bench.measure(kAlone, 1);
  bench.restart();
  bench.begin_study();
  const Json known = bench.identify({kAlone, kBeside}).at("trials");
  EXPECT_TRUE(known[0].at("done").get<bool>());
  EXPECT_TRUE(known[0].at("result").at("reused").get<bool>());
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
  EXPECT_TRUE(has_flag(result, "script.load"));
  EXPECT_EQ(bench.processes.running(), 1u);
  EXPECT_EQ(bench.perform("background_stop", load).at("models").size(), 1u);
  EXPECT_EQ(bench.processes.running(), 0u);
  EXPECT_EQ(bench.measure(kBeside, 2).at("result").at("quality").at("performance"), "ok");
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
  const Json record = record_in(bench.perform("end_trial", {{"measured", measured}}).at("result"));
  EXPECT_EQ(record.at("outcome").at("marks"), (Json::parse(R"([{"label":"warm","seconds":2.0}])")));
  Json of_the_script = Json::array();
  for (const Json& mark : record.at("energy").at("marks")) {
    if (mark.at("kind") == "script") of_the_script.push_back(mark);
  }
  EXPECT_EQ(of_the_script, (Json::parse(R"([{"kind":"script","label":"half","seconds":2.0}])")));
}

TEST(Options, AreRefusedAfterSomethingWasDone) {
  LabBench bench;
  bench.perform("sleep", {{"seconds", 0}});
  EXPECT_THROW(bench.perform("options", {{"declared", Json::array()}}), Error);
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
  const Json result =
      bench.perform("end_trial", {{"measured", {{"energy", energy}, {"background", report}}}})
          .at("result");
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

}  // namespace
}  // namespace mutlua
