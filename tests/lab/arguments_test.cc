// SPDX-License-Identifier: MIT
// What is passed where it is not what is recorded.
#include <gtest/gtest.h>

#include "base/files.h"
#include "lab/bench.h"

namespace mutlua {
namespace {

constexpr double kDrawn = 0.11343182274589242;

Json model(const Json& values, const Json& recorded = Json::object()) {
  Json description = LabBench::model("a", values);
  for (const auto& [name, value] : recorded.items())
    description["recorded"].push_back(Json::array({name, value}));
  return description;
}

Json trial_of(const Json& foreground) { return {{"foregrounds", {foreground}}}; }

Json record_of(LabBench& bench, const Json& trial) {
  bench.identify({trial});
  const Json result = bench.measure(trial, 1).at("result");
  return read_json(std::filesystem::path(result.at("path").get<std::string>()) / "experiment.json");
}

std::string identity_of(LabBench& bench, const Json& foreground) {
  bench.identify({trial_of(foreground)});
  return bench.lab().planned().at(0).spec().identity;
}

using Texts = std::vector<std::string>;

TEST(ArgumentDecimals, RoundWhatIsPassedAndTheRecordNamesBoth) {
  LabBench bench;
  bench.begin_study({{"argument_decimals", 6}});
  Json trial = trial_of(model({{"epochs", 3}, {"learning_rate", kDrawn}}));
  trial["backgrounds"] = {LabBench::model("b", {{"learning_rate", 0.5}})};
  const Json record = record_of(bench, trial);
  const Json& foreground = record.at("foreground");
  EXPECT_EQ(foreground.at("hyperparameters").at("learning_rate"), kDrawn);
  EXPECT_EQ(foreground.at("passed_hyperparameters"),
            (Json{{"epochs", 3}, {"learning_rate", 0.113432}}));
  EXPECT_EQ(foreground.at("effective_hyperparameters").at("learning_rate").at("value"), 0.113432);
  EXPECT_EQ(foreground.at("command").at("argv").get<Texts>(),
            (Texts{"./train.sh", "-n", "a", "--epochs", "3", "--lr", "0.113432"}));
  EXPECT_EQ(bench.launches.at(1).argv.back(), "0.113432");
  EXPECT_EQ(bench.launches.at(0).argv.back(), "0.500000");
  EXPECT_FALSE(record.at("background").contains("passed_hyperparameters"));  // 0.5 is 0.500000
}

TEST(ArgumentDecimals, AreAllOfThemByDefault) {
  LabBench bench;
  bench.begin_study();
  const Json record = record_of(bench, trial_of(model({{"learning_rate", kDrawn}})));
  EXPECT_FALSE(record.contains("passed_hyperparameters"));
  EXPECT_EQ(bench.launches.at(0).argv.back(), "0.11343182274589242");
}

TEST(ArgumentDecimals, MakeAnotherTrialOfWhatIsPassedOtherwise) {
  LabBench all;
  LabBench six;
  LabBench five;
  all.begin_study();
  six.begin_study({{"argument_decimals", 6}});
  five.begin_study({{"argument_decimals", 5}});
  const Json drawn = model({{"learning_rate", kDrawn}});
  EXPECT_NE(identity_of(all, drawn), identity_of(six, drawn));
  EXPECT_NE(identity_of(five, drawn), identity_of(six, drawn));
  EXPECT_EQ(identity_of(all, model({{"epochs", 3}})), identity_of(six, model({{"epochs", 3}})));
}

TEST(ArgumentDecimals, ThatLeaveNothingOfAValueAreWarnedOf) {
  LabBench bench;
  bench.begin_study({{"argument_decimals", 2}});
  const Json warnings =
      bench.identify({trial_of(model({{"epochs", 3}, {"learning_rate", 0.001}}))}).at("warnings");
  EXPECT_EQ(warnings, Json::array({"test/a: learning_rate = 0.001 is passed as 0, for want of "
                                   "argument_decimals"}));
}

TEST(ArgumentDecimals, HaveLimits) {
  LabBench bench;
  EXPECT_THROW(bench.begin_study({{"argument_decimals", 18}}), Error);
  EXPECT_THROW(bench.begin_study({{"argument_decimals", -1}}), Error);
}

TEST(RecordedValues, StandInTheRecordAndAreNotPassed) {
  LabBench bench;
  bench.begin_study();
  const Json record = record_of(bench, trial_of(model({{"epochs", 3}}, {{"dropout", 0.2}})));
  EXPECT_EQ(record.at("hyperparameters"), (Json{{"epochs", 3}, {"dropout", 0.2}}));
  EXPECT_EQ(record.at("passed_hyperparameters"), (Json{{"epochs", 3}}));
  EXPECT_FALSE(record.at("effective_hyperparameters").contains("dropout"));
  EXPECT_EQ(bench.launches.at(0).argv, (Texts{"./train.sh", "-n", "a", "--epochs", "3"}));
}

TEST(RecordedValues, ArePartOfWhatATrialIs) {
  LabBench bench;
  bench.begin_study();
  const std::string plain = identity_of(bench, model({{"epochs", 3}}));
  const std::string recorded = identity_of(bench, model({{"epochs", 3}}, {{"dropout", 0.2}}));
  EXPECT_NE(plain, recorded);
  EXPECT_EQ(plain, identity_of(bench, model({{"epochs", 3}})));
  EXPECT_NE(recorded, identity_of(bench, model({{"epochs", 3}}, {{"dropout", 0.3}})));
}

TEST(RecordedValues, AreNoHyperparametersOfTheModel) {
  LabBench bench;
  bench.begin_study();
  EXPECT_THROW(identity_of(bench, model(Json::object(), {{"epochs", 3}})), Error);
  EXPECT_THROW(identity_of(bench, model(Json::object(), {{"dropout", "much"}})), Error);
}

}  // namespace
}  // namespace mutlua
