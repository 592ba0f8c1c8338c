// SPDX-License-Identifier: MIT
// Draws that leave out what was trained before the session began.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "lab/bench.h"

namespace mutlua {
namespace {

const std::string kHead =
    "experiment_id,timestamp,repository,model,hyperparam_epochs,hyperparam_learning_rate,mode\n";

/// Epochs from 1 to 10, of which 3 is the default: all of them but the last so many.
std::string epochs_up_to(int last, const std::string& mode = "") {
  std::string csv = kHead;
  for (int i = 1; i <= last; ++i)
    csv += "a_" + std::to_string(i) + ",t,test,a," + std::to_string(i) + ".0,," + mode + "\n";
  return csv;
}

class Past : public testing::Test {
 protected:
  Json past(const Json& more = Json::object()) {
    Json past = {{"files", {(bench.folder / "past.csv").string()}}};
    past.update(more);
    return past;
  }

  std::set<int> drawn(const Json& past, int n = 20) {
    const Json reply = bench.perform(
        "mutations",
        {{"model", LabBench::model("a")}, {"names", {"epochs"}}, {"n", n}, {"past", past}});
    std::set<int> epochs;
    for (const Json& set : reply.at("sets")) epochs.insert(set[0][1].get<int>());
    return epochs;
  }

  /// Draws one value, and measures a training with it.
  int measure_one(const Json& past) {
    bench.begin_study();
    const std::set<int> set = drawn(past, 1);
    if (set.empty()) return 0;
    const int epochs = *set.begin();
    const Json trial = {{"foregrounds", {LabBench::model("a", {{"epochs", epochs}})}}};
    const Json known = bench.identify({trial}).at("trials")[0];
    if (!known.at("done").get<bool>()) bench.measure(trial, 1);
    return epochs;
  }

  bool warned_of(const std::string& part) const {
    return std::any_of(bench.progress.events.begin(), bench.progress.events.end(),
                       [&](const ProgressEvent& event) {
                         const auto* warning = std::get_if<Warning>(&event);
                         return warning != nullptr &&
                                warning->message.find(part) != std::string::npos;
                       });
  }

  LabBench bench;
};

TEST_F(Past, WholeNumbersOfATableAreRecognised) {
  bench.folder.write("past.csv", epochs_up_to(8));
  bench.begin_study();
  EXPECT_EQ(drawn(past()), (std::set<int>{9, 10}));
}

TEST_F(Past, WithTheOldKeysWholeNumbersAreNot) {
  bench.folder.write("past.csv", epochs_up_to(8));
  bench.begin_study();
  EXPECT_EQ(drawn(past({{"keys", "old"}})).size(), 9u);
}

TEST_F(Past, WithTheOldKeysFractionsAre) {
  const auto sets = [](const std::string& csv) {
    LabBench other;
    const auto file = other.folder.write("past.csv", csv);
    other.begin_study();
    return other
        .perform("mutations", {{"model", LabBench::model("a")},
                               {"names", {"learning_rate"}},
                               {"n", 2},
                               {"past", {{"files", {file.string()}}, {"keys", "old"}}}})
        .at("sets");
  };
  const Json free = sets(kHead);
  const double first = free[0][0][1].get<double>();
  const Json second = sets(kHead + "a_1,t,test,a,," + number_text(first + 1e-8) + ",\n");
  EXPECT_EQ(second[0], free[1]);  // equal to six decimals, which is what was passed
}

TEST_F(Past, CountsOnlyTheModelAndTheModeAskedFor) {
  bench.folder.write("past.csv", epochs_up_to(8, "parallel"));
  bench.begin_study();
  EXPECT_EQ(drawn(past({{"mode", "sequential"}})).size(), 9u);
  EXPECT_EQ(drawn(past({{"mode", "parallel"}})).size(), 2u);
  EXPECT_EQ(drawn(past()).size(), 2u);
  const Json other = bench.perform(
      "mutations",
      {{"model", LabBench::model("b")}, {"names", {"epochs"}}, {"n", 20}, {"past", past()}});
  EXPECT_EQ(other.at("sets").size(), 9u);
}

TEST_F(Past, IsFrozenWithTheSession) {
  bench.folder.write("past.csv", epochs_up_to(9));
  EXPECT_EQ(measure_one(past()), 10);
  bench.folder.write("past.csv", epochs_up_to(10));  // the session's own training was appended
  for (int i = 0; i < 2; ++i) {
    bench.restart();
    EXPECT_EQ(measure_one(past()), 10);
    std::filesystem::remove(bench.folder / "past.csv");
  }
  EXPECT_EQ(bench.launches.size(), 1u);
  bench.restart();
  bench.options.rehearsal = true;
  bench.begin_study();
  EXPECT_EQ(drawn(past()), (std::set<int>{10}));
}

TEST_F(Past, OfANewSessionIsReadAnew) {
  bench.folder.write("past.csv", epochs_up_to(9));
  measure_one(past());
  bench.restart();
  bench.options.fresh = true;
  bench.folder.write("past.csv", epochs_up_to(8));
  bench.begin_study();
  EXPECT_EQ(drawn(past()), (std::set<int>{9, 10}));
}

TEST_F(Past, OfATableThatIsNamedLaterLacksTheSessionsOwnTrials) {
  bench.folder.write("past.csv", epochs_up_to(9));
  measure_one(past());
  std::filesystem::path summary;
  for (const auto& entry : std::filesystem::directory_iterator(bench.options.results)) {
    if (entry.is_directory()) summary = entry.path() / "summary.csv";
  }
  bench.restart();
  ASSERT_TRUE(std::filesystem::exists(summary));
  Json both = past();
  both["files"].push_back(summary.string());
  EXPECT_EQ(measure_one(both), 10);
}

TEST_F(Past, MayBeTheOtherSessionsOfTheIndex) {
  const int first = measure_one({{"index", true}});
  bench.restart();
  EXPECT_EQ(measure_one({{"index", true}}), first);  // its own trial does not count
  bench.restart();
  bench.options.fresh = true;
  bench.begin_study();
  const std::set<int> rest = drawn({{"index", true}});
  EXPECT_EQ(rest.size(), 8u);
  EXPECT_FALSE(rest.contains(first));
}

TEST_F(Past, OfAFileThatIsNotThereIsAWarning) {
  bench.begin_study();
  EXPECT_EQ(drawn(past()).size(), 9u);
  EXPECT_TRUE(warned_of("past.csv is not used"));
  bench.progress.events.clear();
  drawn(past());
  EXPECT_FALSE(warned_of("past.csv"));  // said once
}

}  // namespace
}  // namespace mutlua
