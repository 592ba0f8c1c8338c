// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <set>

#include "base/sha256.h"
#include "lab/bench.h"

namespace mutlua {
namespace {

Json trial(Json more = Json::object()) {
  Json json = {{"foregrounds", {LabBench::model("a", {{"epochs", 3}})}}, {"block", "one"}};
  json.update(more);
  return json;
}

std::string identity_of(LabBench& bench, const Json& trial) {
  bench.identify({trial});
  return bench.lab().planned().at(0).spec().identity;
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
      trial({{"factors", {{"sentinel", true}}}}),
  };
  std::set<std::string> identities;
  for (const Json& each : trials) identities.insert(identity_of(bench, each));
  EXPECT_EQ(identities.size(), trials.size());
}

TEST(Identity, IsTheHashOfItsCanonicalText) {
  LabBench bench;
  bench.begin_study({{"governor", "performance"}});
  const Json b = {{"model", "test/b"},
                  {"values", Json::array()},
                  {"explicit", Json::array()},
                  {"gpus", {1}},
                  {"recorded", Json::array({Json::array({"note", 2.5})})}};
  const std::string found = identity_of(bench, trial({{"backgrounds", {b}}, {"replicate", 3}}));
  const auto argv = [&](const std::string& model, const Values& values) {
    return command_for(bench.catalogue.find(model), values).argv;
  };
  const Json use_b = {{"model", "test/b"},
                      {"values", Json::object()},
                      {"argv", argv("test/b", {})},
                      {"environment", Json::object()},
                      {"gpus", {1}},
                      {"recorded", {{"note", 2.5}}}};
  const Json use_a = {{"model", "test/a"},
                      {"values", {{"epochs", 3}}},
                      {"argv", argv("test/a", {{"epochs", 3}})},
                      {"environment", Json::object()}};
  EXPECT_EQ(found, sha256(canonical_text(
                       {{"study", "bench"},
                        {"catalogue", "tests"},
                        {"foregrounds", {use_a}},
                        {"backgrounds", {use_b}},
                        {"cooling", {{"seconds", 0}}},
                        {"settle", {{"seconds", 0}, {"first_epoch", true}, {"most_seconds", 20}}},
                        {"governor", "performance"},
                        {"protocol", {{"name", "mutlua"}, {"version", 1}}},
                        {"block", "one"},
                        {"replicate", 3},
                        {"occurrence", 1}})));
}

TEST(Identity, OfReplicatesIsThatOfTrialsPresentedOneByOne) {
  LabBench bench;
  bench.begin_study();
  Json varied = LabBench::model("a", {{"epochs", 3}, {"learning_rate", 0.1}});
  varied["varied"] = {{"name", "learning_rate"}, {"numbers", {false, 0.5}}};
  const Json together =
      bench.identify({trial({{"foregrounds", {varied}}, {"replicate", 1}, {"replicates", 2}})});
  const Json alone = bench.identify(
      {trial({{"replicate", 1}}),
       trial({{"foregrounds", {LabBench::model("a", {{"epochs", 3}, {"learning_rate", 0.5}})}},
              {"replicate", 2}})});
  EXPECT_EQ(together.at("orders"), alone.at("orders"));
}

TEST(Identity, TellsEqualTrialsApartByTheirCountAndWarns) {
  LabBench bench;
  bench.begin_study();
  const Json reply = bench.identify({trial(), trial()});
  EXPECT_NE(reply.at("orders")[0], reply.at("orders")[1]);
  EXPECT_EQ(reply.at("warnings").size(), 1u);
}

TEST(Identity, IsTheSameForTrialsThatArePresentedInParts) {
  LabBench bench;
  bench.begin_study();
  const Json whole = bench.identify({trial(), trial(), trial({{"block", "two"}})}).at("orders");
  const Json first =
      bench.perform("identify", {{"trials", {trial()}}, {"first", 1}, {"last", false}});
  const Json second = bench.perform(
      "identify", {{"trials", {trial(), trial({{"block", "two"}})}}, {"first", 2}, {"last", true}});
  EXPECT_EQ(first.at("orders")[0], whole[0]);
  EXPECT_EQ(second.at("orders"), Json::array({whole[1], whole[2]}));
}

TEST(Identity, DoesNotDependOnTheOrderOfTheTrials) {
  LabBench bench;
  bench.begin_study();
  const Json other = trial({{"block", "two"}});
  const Json one = bench.identify({trial(), other}).at("orders");
  const Json two = bench.identify({other, trial()}).at("orders");
  EXPECT_EQ(one, Json::array({two[1], two[0]}));
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
