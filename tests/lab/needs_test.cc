// SPDX-License-Identifier: MIT
// What is done is judged by what the study needs now.
#include <gtest/gtest.h>

#include "lab/bench.h"

namespace mutlua {
namespace {

const Json kTrial = {{"foregrounds", {LabBench::model("a")}}};

class AddedNeed : public testing::Test {
 protected:
  /// A trial was measured when the study needed its accuracy alone.
  AddedNeed() {
    const Json metrics = {{"accuracy", "accuracy: ([0-9.]+)"}, {"f1", "f1: ([0-9.]+)"}};
    const Json repository = {{"path", (bench.folder / "repo").string()},
                             {"train_script", "./train.sh"},
                             {"models", {"a", "b"}},
                             {"model_flag", "-n"},
                             {"metrics", metrics}};
    bench.catalogue.add({{"catalogue", "tests"}, {"models", {{"test", repository}}}}, "f1.json");
    needing({"accuracy"});
    bench.measure(kTrial, 1);
    bench.restart();
  }

  /// What the study knows of its trial.
  Json needing(const Json& metrics) {
    bench.begin_study({{"needs", {{"metrics", metrics}}}});
    return bench.identify({kTrial}).at("trials")[0];
  }

  LabBench bench;
};

TEST_F(AddedNeed, IsNotMetByATrialThatWasMeasuredWithoutIt) {
  const Json known = needing({"accuracy", "f1"});
  EXPECT_EQ(known.at("done"), true);
  EXPECT_EQ(known.at("result").at("valid"), false);
  EXPECT_EQ(bench.result(1).at("valid"), false);
  EXPECT_EQ(bench.result(1).at("reason"),
            "the metric f1 is missing: it was not needed when this trial was measured");
}

TEST_F(AddedNeed, ThatTheTrialMetAnywayChangesNothing) {
  EXPECT_EQ(needing({"accuracy"}).at("result").at("valid"), true);
}

TEST_F(AddedNeed, IsMetByMeasuringAgain) {
  bench.options.retry_failed = true;
  EXPECT_EQ(needing({"accuracy", "f1"}).at("done"), false);
  SimulatedRun both = good_run();
  both.output.push_back({Seconds(3.6), "f1: 0.8\n"});
  bench.script("a", {both});
  EXPECT_EQ(bench.measure(kTrial, 1).at("result").at("valid"), true);
  bench.restart();
  EXPECT_EQ(needing({"accuracy", "f1"}).at("result").at("valid"), true);
}

}  // namespace
}  // namespace mutlua
