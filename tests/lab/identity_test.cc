// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <set>

#include "lab/bench.h"

namespace mutlua {
namespace {

Json trial(Json more = Json::object()) {
  Json json = {{"foregrounds", {LabBench::model("a", {{"epochs", 3}})}}, {"block", "one"}};
  json.update(more);
  return json;
}

std::string identity_of(LabBench& bench, const Json& trial) {
  return bench.identify({trial}).at("trials")[0].at("identity").get<std::string>();
}

TEST(Identity, StaysTheSameForWhatDoesNotChangeTheTrial) {
  LabBench bench;
  bench.begin_study();
  const std::string identity = identity_of(bench, trial());
  EXPECT_EQ(identity_of(bench, trial({{"label", "lr_min"}})), identity);
  EXPECT_EQ(identity_of(bench, trial({{"factors", {{"mode", "alone"}}}})), identity);
  EXPECT_EQ(identity_of(bench, trial({{"timeout_seconds", 60}})), identity);
  EXPECT_EQ(identity_of(bench, trial({{"retries", 5}})), identity);
  EXPECT_EQ(identity_of(bench, trial({{"needs", {{"metrics", {"accuracy"}}}}})), identity);
}

TEST(Identity, ChangesWithEverythingThatTheTrialIs) {
  LabBench bench;
  bench.begin_study();
  const std::vector<Json> trials = {
      trial(),
      trial({{"foregrounds", {LabBench::model("a", {{"epochs", 4}})}}}),
      trial({{"foregrounds", {LabBench::model("a")}}}),
      trial({{"foregrounds", {LabBench::model("b", {{"epochs", 3}})}}}),
      trial({{"backgrounds", {LabBench::model("b")}}}),
      trial({{"block", "two"}}),
      trial({{"replicate", 2}}),
      trial({{"cooling", {{"seconds", 5}}}}),
  };
  std::set<std::string> identities;
  for (const Json& each : trials) identities.insert(identity_of(bench, each));
  EXPECT_EQ(identities.size(), trials.size());
}

TEST(Identity, TellsEqualTrialsApartByTheirCountAndWarns) {
  LabBench bench;
  bench.begin_study();
  const Json reply = bench.identify({trial(), trial()});
  EXPECT_NE(reply.at("trials")[0].at("identity"), reply.at("trials")[1].at("identity"));
  EXPECT_EQ(reply.at("warnings").size(), 1u);
}

TEST(Identity, IsTheSameForTrialsThatArePresentedInParts) {
  LabBench bench;
  bench.begin_study();
  const Json whole = bench.identify({trial(), trial(), trial({{"block", "two"}})}).at("trials");
  const Json first =
      bench.perform("identify", {{"trials", {trial()}}, {"first", 1}, {"last", false}});
  const Json second = bench.perform(
      "identify", {{"trials", {trial(), trial({{"block", "two"}})}}, {"first", 2}, {"last", true}});
  EXPECT_EQ(first.at("trials")[0].at("identity"), whole[0].at("identity"));
  EXPECT_EQ(second.at("trials")[0].at("identity"), whole[1].at("identity"));
  EXPECT_EQ(second.at("trials")[1].at("identity"), whole[2].at("identity"));
}

TEST(Identity, DoesNotDependOnTheOrderOfTheTrials) {
  LabBench bench;
  bench.begin_study();
  const Json other = trial({{"block", "two"}});
  const Json one = bench.identify({trial(), other}).at("trials");
  const Json two = bench.identify({other, trial()}).at("trials");
  EXPECT_EQ(one[0].at("identity"), two[1].at("identity"));
  EXPECT_EQ(one[1].at("identity"), two[0].at("identity"));
  EXPECT_EQ(one[0].at("order"), two[1].at("order"));
}

TEST(Waits, OfTheCommandLineWinOverTheStudysWhichWinOverTheCatalogues) {
  const Json study = {{"seconds", 5}};
  const Json catalogue = {{"seconds", 2}};
  EXPECT_EQ(effective_cooling(1.0, study, catalogue).seconds, Seconds(1));
  EXPECT_EQ(effective_cooling({}, study, catalogue).seconds, Seconds(5));
  EXPECT_EQ(effective_cooling({}, nullptr, catalogue).seconds, Seconds(2));
  EXPECT_EQ(effective_cooling({}, nullptr, nullptr).seconds, Seconds(60));
  EXPECT_EQ(effective_settling({}, nullptr, nullptr).seconds, Seconds(30));
  EXPECT_EQ(effective_settling(0.0, study, catalogue).seconds, Seconds(0));
}

}  // namespace
}  // namespace mutlua
