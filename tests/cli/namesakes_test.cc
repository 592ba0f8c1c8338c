// SPDX-License-Identifier: MIT
// A model of the same name under another catalogue trains something else: it tells nothing.
#include <gtest/gtest.h>

#include "cli/planning.h"
#include "support/old_results.h"

namespace mutlua {
namespace {

constexpr const char* kDraw = R"lua(
local mut = require "mutlua"
local study = mut.study { name = "draws", seed = 2 }
local model = mut.model "test/a"
local ranges = { epochs = mut.integers(11, 12) }
for _, values in ipairs(mut.mutations(model, "epochs", 2, { ranges = ranges, history = { index = true } })) do
  study:add { label = "epochs " .. values.epochs, foreground = model:with(values) }
end
study:run()
)lua";

class Namesakes : public testing::Test {
 protected:
  /// By these catalogues an epoch of `test/a` takes a hundred seconds.
  void take(const std::string& name, bool stand_in = false) {
    Json repository = workshop.repository("train.sh");
    repository["models"] = {{"a", {{"seconds_per_epoch", 100}}}};
    workshop.folder.write(
        "catalogue.json",
        Json{{"catalogue", name}, {"stand_in", stand_in}, {"models", {{"test", repository}}}}
            .dump());
  }

  void run(const std::string& script) {
    workshop.script(script);
    const Ended ended = workshop.run();
    ASSERT_EQ(ended.status, 0) << ended.err;
  }

  /// Three of the old tool's trainings, of a second per epoch.
  void import() {
    for (int i = 1; i <= 3; ++i) {
      test::write_run(workshop.folder, fmt::format("old/run_20260301_200000/test_a_{:03}", i),
                      {.repository = "test",
                       .model = "a",
                       .hyperparameters = {{"epochs", 10}},
                       .timestamp = fmt::format("2026-03-01T20:{:02}:40", i),
                       .seconds = 10});
    }
    ASSERT_EQ(workshop.mutlua({"import", "old"}).status, 0);
  }

  Json expected_seconds() { return plan(workshop, {"--fresh"}).at("expected_seconds"); }

  Workshop workshop;
};

TEST_F(Namesakes, DoNotTellAPlanHowLongATrainingTakes) {
  take("small");
  run(study("0.1, 0.2", 3));
  const Json same = expected_seconds();
  EXPECT_EQ(same.at("from").at("history"), 6);
  EXPECT_LT(same.at("median"), 100);
  take("large");
  const Json other = expected_seconds();
  EXPECT_EQ(other.at("from").at("history"), 0);
  EXPECT_EQ(other.at("from").at("catalogue"), 6);
  EXPECT_NEAR(other.at("median").get<double>(), 6000, 1000);
}

TEST_F(Namesakes, AreNoOlderTrialsOfAnAnalysis) {
  take("small");
  run(study("0.1", 2));
  take("large");
  run(study("0.1", 2));
  std::vector<std::string> words = {"analyze", "--json"};
  for (const auto& each : workshop.sessions()) words.push_back(each.filename().string());
  const Json analysis = parse_json(workshop.mutlua(words).out, "analysis");
  EXPECT_EQ(analysis.at("trials").at("counted"), 4) << analysis.dump(1);
  EXPECT_EQ(analysis.at("pooled"), Json::parse(R"(["catalogue"])"));
  words.insert(words.end(), {"--by", "label,catalogue"});
  const Json apart = parse_json(workshop.mutlua(words).out, "analysis");
  EXPECT_EQ(apart.at("cells").size(), 2u);
  EXPECT_TRUE(apart.at("pooled").empty());
}

TEST_F(Namesakes, DoNotTellTheSimulatedMachineHowLongAnEpochTakes) {
  take("small");
  run(study("0.1", 3));
  take("large");
  const Ended ended = workshop.run({"--simulate-with", "times=history,noise=0"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_NEAR(workshop.records().back().at("duration_seconds").get<double>(), 1000, 50);
}

TEST_F(Namesakes, ForbidNoDraws) {
  take("small");
  run(kDraw);
  EXPECT_EQ(plan(workshop, {"--fresh"}).at("trials").size(), 0u);  // both are trained
  take("large");
  EXPECT_EQ(plan(workshop).at("trials").size(), 2u);
}

TEST_F(Namesakes, FillNoGaps) {
  take("small");
  run(study("0.1", 2));
  std::string other = study("0.1", 2);
  other.replace(other.find("\"rates\""), 7, "\"other\"");
  workshop.script(other);
  const auto elsewhere = [&] { return plan(workshop, {"--gap"}).at("totals").at("elsewhere"); };
  EXPECT_EQ(elsewhere(), 2);
  take("large");
  EXPECT_EQ(elsewhere(), 0);
}

TEST_F(Namesakes, ThatWereImportedCountUnlessTheProgramOnlyStandsInForTheirs) {
  import();
  workshop.script(study("0.1", 4));
  take("real");
  EXPECT_EQ(expected_seconds().at("from").at("history"), 4);
  take("stand-in", true);
  EXPECT_EQ(expected_seconds().at("from").at("history"), 0);
}

TEST_F(Namesakes, ThatWereImportedFillTheGapsOfNoStandIn) {
  import();
  workshop.script(R"(
local mut = require "mutlua"
local study = mut.study { name = "gaps", counts = { imported = true } }
study:add { label = "ten", foreground = mut.model("test/a"):with { epochs = 10 } }
study:run()
)");
  const auto missing = [&] { return plan(workshop, {"--gap"}).at("totals").at("new"); };
  take("real");
  EXPECT_EQ(missing(), 0);
  take("stand-in", true);
  EXPECT_EQ(missing(), 1);
}

}  // namespace
}  // namespace mutlua
