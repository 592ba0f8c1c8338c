// SPDX-License-Identifier: MIT
#include "simulated/course.h"

#include <gtest/gtest.h>

#include "simulated/catalogue.h"
#include "training/log_reader.h"
#include "training/verdict.h"

namespace mutlua {
namespace {

constexpr std::int64_t kFree = 8'000'000'000;

class Courses : public testing::Test {
 protected:
  SimulatedCourse course(const std::string& model, const std::vector<std::string>& more = {},
                         const std::string& key = "seed trial 1", std::int64_t free = kFree) {
    return CourseMaker(figures, catalogue).course(launch_of(model, more), key, free);
  }

  /// What the model's own reader makes of its log.
  LogReader read(const std::string& model, const SimulatedCourse& course) {
    LogReader reader(catalogue.find("test/" + model));
    for (const auto& [after, text] : course.output) reader.feed(text, Instant{} + Seconds(after));
    reader.finish(Instant{} + Seconds(course.seconds));
    return reader;
  }

  TrainingStatus status(const std::string& model, int exit_code, const LogReader& log) {
    ExitFacts facts;
    facts.exit_code = exit_code;
    return judge(catalogue.find("test/" + model), facts, log, {}).status;
  }

  double accuracy(const std::vector<std::string>& more) {
    return *read("small", course("small", more)).metric("accuracy");
  }

  Catalogue catalogue = test_catalogue();
  SimulatedFigures figures;
};

TEST_F(Courses, TakeTheCataloguesTime) {
  figures.noise = 0;
  EXPECT_DOUBLE_EQ(course("small").seconds, 1.8 + 60);
  EXPECT_DOUBLE_EQ(course("small", {"--epochs", "20"}).seconds, 1.8 + 120);
  EXPECT_DOUBLE_EQ(course("large").utilisation, 0.8);
  EXPECT_EQ(course("large").memory_bytes, 5'000'000'000);
}

TEST_F(Courses, TakeTheMedianOfTheOthersWhereTheCatalogueHasNoTime) {
  figures.noise = 0;
  EXPECT_DOUBLE_EQ(course("unknown").seconds, 3.6 + 120);  // of 60 and 120 s the upper one
  EXPECT_DOUBLE_EQ(course("unknown", {"--epochs", "5"}).seconds, 3.6 + 60);
}

TEST_F(Courses, TellTheirEpochsAndMetricsToTheRealReader) {
  const SimulatedCourse whole = course("small");
  const LogReader log = read("small", whole);
  EXPECT_EQ(log.metrics().size(), 2u);
  ASSERT_EQ(log.epochs().size(), 10u);
  EXPECT_EQ(log.epochs().back().index, 10);
  EXPECT_NEAR((log.epochs()[4].at - log.epochs()[3].at).count(), 6, 0.3);
  EXPECT_LT(log.epochs().front().metrics.front().second, log.metrics().front().second);
  EXPECT_EQ(status("small", 0, log), TrainingStatus::completed);
}

TEST_F(Courses, ReachMostNearTheDefaultLearningRateAndMoreWithMoreEpochs) {
  const double usual = accuracy({});
  EXPECT_GT(usual, 0.6);
  double last = usual;
  for (const char* rate : {"0.4", "1.5", "6"}) {
    const double reached = accuracy({"--lr", rate});
    EXPECT_LT(reached, last) << rate;
    last = reached;
  }
  EXPECT_LT(accuracy({"--lr", "0.005"}), usual);
  EXPECT_LT(accuracy({"--epochs", "2"}), accuracy({"--epochs", "6"}));
}

TEST_F(Courses, DependOnTheirKeyAndCommandLineAlone) {
  EXPECT_EQ(course("small").seconds, course("small").seconds);
  EXPECT_NE(course("small").seconds, course("small", {}, "seed trial 2").seconds);
  EXPECT_NE(course("small").cost, course("small", {"--lr", "0.1"}).cost);
  CourseMaker used(figures, catalogue);
  used.course(launch_of("large"), "other", kFree);
  EXPECT_EQ(used.course(launch_of("small"), "seed trial 1", kFree).seconds,
            course("small").seconds);
}

TEST_F(Courses, EndOutOfMemoryWhereTheyDoNotFit) {
  const SimulatedCourse none = course("large", {}, "key", 4'000'000'000);
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_LE(none.memory_bytes, 4'000'000'000);
  EXPECT_LT(none.seconds, 12);
  const LogReader log = read("large", none);
  EXPECT_EQ(status("large", 1, log), TrainingStatus::out_of_memory);
}

TEST_F(Courses, LogNoMoreEpochsThanAReaderWants) {
  const LogReader log = read("small", course("small", {"--epochs", "100000"}));
  EXPECT_EQ(log.epochs().size(), 200u);  // every 500th
  EXPECT_EQ(log.epochs().front().index, 500);
}

TEST_F(Courses, FailWhereTheCatalogueKnowsNoSuchTraining) {
  CourseMaker maker(figures, catalogue);
  Launch other;
  other.argv = {"rm", "-rf", "/"};
  EXPECT_EQ(maker.course(other, "key", kFree).exit_code, 127);
}

TEST_F(Courses, KnowTrainingsOfTheSameCommandByTheirFolder) {
  for (const char* name : {"one/a", "two/a"}) {
    catalogue.define({{"name", name},
                      {"path", std::string("/repos/") + name},
                      {"command", {"./train.sh"}},
                      {"metrics", {{"accuracy", "^" + std::string(name) + " ([0-9.]+)"}}}});
  }
  Launch launch;
  launch.folder = "/repos/two/a";
  launch.argv = {"./train.sh"};
  const SimulatedCourse two = CourseMaker(figures, catalogue).course(launch, "key", kFree);
  EXPECT_TRUE(two.output.back().text.starts_with("two/a 0.")) << two.output.back().text;
}

TEST_F(Courses, KnowWhatAScriptDefinesLater) {
  CourseMaker maker(figures, catalogue);
  catalogue.define({{"name", "mine/vit"},
                    {"path", "."},
                    {"command", {"python", "vit.py"}},
                    {"metrics", {{"accuracy", "acc ([0-9.]+)"}}}});
  Launch launch;
  launch.folder = std::filesystem::current_path();
  launch.argv = {"/usr/bin/python", "vit.py"};
  EXPECT_EQ(maker.course(launch, "key", kFree).exit_code, 0);
}

}  // namespace
}  // namespace mutlua
