// SPDX-License-Identifier: MIT
#include "store/history.h"

#include <gtest/gtest.h>

#include "store/examples.h"
#include "store/frozen_history.h"
#include "store/summary.h"

namespace mutlua {
namespace {

const std::string kHead =
    "experiment_id,timestamp,repository,model,hyperparam_epochs,hyperparam_learning_rate,mode,"
    "fg_repository,fg_model,fg_hyperparam_epochs\r\n";

History read(const std::string& csv, const TrialStamps& own = {}) {
  const TempFolder folder;
  return read_history_csv(folder.write("past.csv", csv), own);
}

NamedValues values(const std::vector<std::pair<std::string, double>>& numbers) {
  return {numbers.begin(), numbers.end()};
}

TEST(HistoryTable, HoldsTheValuesOfEachTraining) {
  const History history = read(kHead +
                               "mnist_001,t1,examples,mnist,12.0, +1e-2 ,,,,\r\n"
                               "mnist_002_parallel,t2,examples,mnist,7,,,,,\r\n"
                               "mnist_003,t3,examples,\"mnist\",7,nan,parallel,,,\r\n");
  EXPECT_TRUE(history.warnings.empty());
  ASSERT_EQ(history.trainings.size(), 3u);
  EXPECT_EQ(history.trainings[0],
            (PastTraining{.repository = "examples",
                          .model = "mnist",
                          .values = values({{"epochs", 12}, {"learning_rate", 0.01}})}));
  EXPECT_TRUE(history.trainings[1].parallel);
  EXPECT_TRUE(history.trainings[2].parallel);
  EXPECT_EQ(history.trainings[2].values, values({{"epochs", 7}}));
}

TEST(HistoryTable, FindsParallelTrainingsInTheFurtherCells) {
  const History history = read(kHead +
                               "a_001_parallel,t,,,,,parallel,examples,mnist,9\n"
                               "a_002_parallel,t,examples,mnist,,,parallel,,,8\n");
  ASSERT_EQ(history.trainings.size(), 2u);
  for (const PastTraining& past : history.trainings) {
    EXPECT_EQ(past.repository + "/" + past.model, "examples/mnist");
    EXPECT_TRUE(past.parallel);
    EXPECT_TRUE(past.in_further_cells);
  }
  EXPECT_EQ(history.trainings[1].values, values({{"epochs", 8}}));
}

TEST(HistoryTable, LeavesOutRowsWithoutValuesAndItsOwnTrials) {
  const History history = read(kHead +
                                   "a_001,t1,examples,mnist,,,,,,\n"
                                   "a_002,t2,examples,mnist,5,,,,,\n"
                                   "a_002,t3,examples,mnist,6,,,,,\n",
                               {{"a_002", "t2"}});
  ASSERT_EQ(history.trainings.size(), 1u);
  EXPECT_EQ(history.trainings[0].values, values({{"epochs", 6}}));
}

TEST(HistoryTable, WarnsOfRaggedLinesAndCountsTheOthers) {
  const History history = read(kHead + "a_001,t1,examples,mnist,5\na_002,t,e,m,6,,,,,,,\n" +
                               "a_003,t3,examples,mnist,7,,,,,\n");
  EXPECT_EQ(history.trainings.size(), 1u);
  ASSERT_EQ(history.warnings.size(), 1u);
  EXPECT_NE(
      history.warnings[0].find("2 of its lines, the first of them line 2, do not have the 10"),
      std::string::npos)
      << history.warnings[0];
}

TEST(HistoryTable, IsEmptyWithAWarningWhereItCannotBeUsed) {
  const TempFolder folder;
  const auto says = [](const History& history, const std::string& part) {
    return history.trainings.empty() && history.warnings.size() == 1 &&
           history.warnings[0].find(part) != std::string::npos;
  };
  EXPECT_TRUE(says(read_history_csv(folder / "none.csv", {}), "none.csv"));
  EXPECT_TRUE(says(read_history_csv(folder.path(), {}), "no plain file"));
  EXPECT_TRUE(says(read(""), "names no columns repository"));
  EXPECT_TRUE(says(read("a,b\n1,2\n"), "names no columns repository"));
  EXPECT_TRUE(says(read(kHead + std::string(33u << 20, 'x')), "larger than"));
}

TEST(HistoryTable, MayBeTheSummaryOfASession) {
  TrialRecord record = example_record();
  record.backgrounds = {example_background()};
  const TrialSummary summary = summarise(record_json(record), "examples_mnist_001_parallel");
  const History history = read(summary_csv({summary}));
  EXPECT_TRUE(history.warnings.empty());
  ASSERT_EQ(history.trainings.size(), 1u);
  EXPECT_TRUE(history.trainings[0].parallel);
  EXPECT_EQ(history.trainings[0].values, values({{"epochs", 10}, {"learning_rate", 0.01}}));
}

TEST(HistoryTable, OfThousandsOfLinesIsReadWhole) {
  std::string csv = kHead;
  for (int i = 0; i < 20000; ++i) {
    csv += "a_" + std::to_string(i) + ",t,examples,mnist," + std::to_string(i) + ",0.5,,,,\r\n";
  }
  EXPECT_EQ(read(csv).trainings.size(), 20000u);
}

TEST(FrozenHistory, ReadsEachSourceOnceAndKeepsItWithTheSession) {
  const TempFolder session;
  const History past = read(kHead + "a_001,t,examples,mnist,5,0.125,,,,\nragged\n");
  FrozenHistory first;
  first.load(session.path());
  first.store(session.path());
  EXPECT_TRUE(std::filesystem::is_empty(session.path()));
  EXPECT_EQ(first.source("table a", [&] { return past; }), past);
  EXPECT_EQ(first.source("table a", [] { return History{}; }), past);
  first.store(session.path());

  FrozenHistory second;
  second.load(session.path());
  EXPECT_EQ(second.source("table a", [] { return History{}; }), past);
  EXPECT_EQ(second.source("table b", [] { return History{}; }), History{});
}

TEST(FrozenHistory, ThatIsDamagedIsRefused) {
  for (const char* text : {"", "{}", R"({"sources": {"table a": {"trainings": [[1]]}}})"}) {
    const TempFolder session;
    session.write("history.json", text);
    EXPECT_THROW(FrozenHistory().load(session.path()), Error) << text;
  }
}

TEST(History, OfATableLeavesSimulatedTrialsOut) {
  const TempFolder folder;
  const auto file = folder.write("summary.csv",
                                 "repository,model,hyperparam_epochs,simulated\r\n"
                                 "examples,mnist,5,True\r\nexamples,mnist,6,False\r\n");
  const History history = read_history_csv(file, {});
  ASSERT_EQ(history.trainings.size(), 1u);
  EXPECT_EQ(history.trainings.front().values, values({{"epochs", 6}}));
}

TEST(Index, TellsOfWhatOtherSessionsPassedToAModel) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  session->begin_lifetime({"-- x", {}}, example_time());
  TrialRecord alone = example_record("aa");
  alone.foregrounds[0].hyperparameters["dropout"] = 0.5;
  alone.foregrounds[0].passed_hyperparameters = {{"epochs", 10}};
  run_trial(*session, alone);
  TrialRecord beside = example_record("bb");
  beside.backgrounds = {example_background()};
  run_trial(*session, beside);
  TrialRecord simulated = example_record("cc");
  simulated.simulated = true;
  run_trial(*session, simulated);
  Index index(results.path());
  PastOf of = {.repository = "examples", .model = "mnist", .catalogue = "models.json"};
  const auto past = index.past_trainings(of);
  ASSERT_EQ(past.size(), 2u);
  EXPECT_EQ(past[0].values, values({{"epochs", 10}}));
  EXPECT_FALSE(past[0].parallel);
  EXPECT_TRUE(past[1].parallel);
  EXPECT_EQ(past[1].values, values({{"epochs", 10}, {"learning_rate", 0.01}}));
  of.except_session = session->name();
  EXPECT_TRUE(index.past_trainings(of).empty());
  EXPECT_TRUE(index
                  .past_trainings(
                      {.repository = "examples", .model = "siamese", .catalogue = "models.json"})
                  .empty());
  EXPECT_TRUE(
      index.past_trainings({.repository = "examples", .model = "mnist", .catalogue = "digits"})
          .empty());
}

}  // namespace
}  // namespace mutlua
