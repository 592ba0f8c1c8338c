// SPDX-License-Identifier: MIT
// mutlua run --simulate: a whole results folder, marked everywhere, and never mixed with
// measurements.
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/program.h"
#include "store/index.h"

namespace mutlua {
namespace {

const std::string kSource = MUTLUA_SOURCE_FOLDER;

constexpr const char* kStudy = R"(
local mut = require "mutlua"
local study = mut.study { name = "s", seed = 5, replicates = 2, retries = 1, cooling = { seconds = 600 },
  governor = "performance", meter = { command = { "no-such-meter" } } }
study:add { foreground = mut.model "test/a":with { epochs = 5 } }
study:add { foreground = mut.model "test/b":with { epochs = 5 },
            background = mut.model "test/a":with { epochs = 2 } }
for _, result in ipairs(study:run()) do
  print(result.valid, result.outcome.metrics.accuracy, result.energy.gpu_joules)
end
)";

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A workshop whose training scripts are not there: what is simulated does not need them.
struct Simulating : testing::Test {
  Simulating() {
    workshop.catalogue(repository("missing.sh"));
    workshop.script(kStudy);
  }
  /// Trainings of 20 s.
  Json repository(const std::string& script) {
    Json repository = workshop.repository(script);
    repository["models"] = {{"a", {{"seconds_per_epoch", 2}, {"memory_mb", 1000}}},
                            {"b", {{"seconds_per_epoch", 2}, {"memory_mb", 2000}}}};
    return repository;
  }
  Ended simulate(std::vector<std::string> more = {}) {
    more.emplace_back("--simulate");
    return workshop.run(more);
  }
  Workshop workshop;
};

TEST_F(Simulating, WritesACompleteFolderThatSaysSoEverywhere) {
  const Ended ended = simulate();
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(contains(ended.err, "SIMULATED")) << ended.err;
  EXPECT_EQ(std::count(ended.out.begin(), ended.out.end(), '\n'), 4) << ended.out;

  const auto session = workshop.sessions().back();
  EXPECT_EQ(read_json(session / "session.json").at("simulated"), true);
  EXPECT_EQ(read_json(session / "session.json").at("machine").at("simulated"), true);
  ASSERT_EQ(workshop.records().size(), 4u);
  for (const Json& record : workshop.records()) {
    EXPECT_EQ(record.at("simulated"), true);
    EXPECT_EQ(record.at("provenance").at("simulated"), true);
    EXPECT_EQ(record.at("energy").at("gpus")[0].at("evidence"), "simulated");
    EXPECT_EQ(record.at("energy").at("cpu").at("domains")[0].at("evidence"), "simulated");
    EXPECT_EQ(record.at("quality").at("energy"), "ok") << record.at("quality").dump(1);
    EXPECT_TRUE(record.at("started_at").get<std::string>().starts_with("2000-01-01T"));
    EXPECT_GT(record.at("energy").at("total_energy_joules"), 0);
  }
  Index index(workshop.folder / "results");
  const auto trials = index.summaries(session.filename().string());
  ASSERT_EQ(trials.size(), 4u);
  for (const TrialSummary& trial : trials) EXPECT_TRUE(trial.simulated);
  EXPECT_TRUE(contains(Workshop::content(session / "summary.csv"), ",simulated,"));

  EXPECT_TRUE(contains(workshop.mutlua({"sessions"}).out, "simulated"));
  EXPECT_TRUE(contains(workshop.mutlua({"results"}).out, "SIMULATED"));
  EXPECT_TRUE(workshop.mutlua({"analyze"}).out.starts_with("SIMULATED"));
  const Json results = parse_json(workshop.mutlua({"results", "--json"}).out, "results");
  EXPECT_EQ(results.at("simulated"), true);
  const auto trial = session / trials.front().experiment_id;
  const Ended recomputed = workshop.mutlua({"recompute", trial.string()});
  EXPECT_EQ(recomputed.status, 0) << recomputed.out;
  EXPECT_TRUE(contains(recomputed.out, "SIMULATED")) << recomputed.out;
  const Ended extracted = workshop.mutlua({"extract", (trial / "training.log").string()});
  EXPECT_TRUE(contains(extracted.out, "SIMULATED")) << extracted.out << extracted.err;
  EXPECT_TRUE(contains(Workshop::content(trial / "training.log"), "(simulated)"));
}

TEST_F(Simulating, IsAlsoAskedForByTheShortForm) {
  const Ended ended = workshop.mutlua({"study.lua", "--simulate"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(workshop.records().size(), 4u);
}

TEST_F(Simulating, NeverContinuesARealSessionNorIsContinuedByOne) {
  workshop.catalogue(repository("train.sh"));
  workshop.script(
      "local mut = require \"mutlua\"\nlocal study = mut.study { name = \"s\" }\n"
      "study:add { foreground = mut.model \"test/a\":with { learning_rate = 0.2 } }\nstudy:run()");
  const auto measured_now = [this](const std::vector<std::string>& more) {
    const Ended ended = workshop.run(more);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return contains(ended.err, "1 measured now");
  };
  EXPECT_TRUE(measured_now({"--simulate"}));
  EXPECT_TRUE(measured_now({})) << "a simulated trial was taken for a measured one";
  EXPECT_TRUE(measured_now({"--fresh"}));
  EXPECT_FALSE(measured_now({"--simulate"})) << "the simulated session goes on";
  EXPECT_FALSE(measured_now({})) << "the measured session goes on";
  EXPECT_EQ(workshop.sessions().size(), 3u);
  const Json plan = parse_json(workshop.mutlua({"plan", "study.lua", "--json"}).out, "plan");
  EXPECT_EQ(plan.at("session"), workshop.sessions().back().filename().string())
      << "a plan is of what is measured";
}

TEST_F(Simulating, IsNoPlanOfWhatIsMeasured) {
  simulate();
  const Json plan = parse_json(workshop.mutlua({"plan", "study.lua", "--json"}).out, "plan");
  EXPECT_EQ(plan.at("totals").at("new"), 4);
}

TEST_F(Simulating, FillsNoGapsWithMeasurements) {
  const Ended refused = simulate({"--gap"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_TRUE(contains(refused.err, "--gap")) << refused.err;
}

TEST_F(Simulating, NeverComesIntoTheTablesOfMeasurements) {
  const Ended refused = simulate({"-S"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_TRUE(contains(refused.err, "-S")) << refused.err;
  simulate();
  const Ended none = workshop.mutlua({"export", "--legacy"});
  EXPECT_EQ(none.status, 2) << none.out;
  EXPECT_TRUE(contains(none.err, "no measured session")) << none.err;
  workshop.catalogue(repository("train.sh"));
  workshop.script(
      "local mut = require \"mutlua\"\nlocal study = mut.study { name = \"s\" }\n"
      "study:add { foreground = mut.model \"test/a\":with { learning_rate = 0.2 } }\nstudy:run()");
  ASSERT_EQ(workshop.run().status, 0);
  const Ended table = workshop.mutlua({"export", "--legacy"});
  EXPECT_EQ(std::count(table.out.begin(), table.out.end(), '\n'), 2) << table.out;
  EXPECT_TRUE(contains(table.err, "1 simulated session left out")) << table.err;
}

TEST_F(Simulating, NeedsNothingOfTheMachineSoItDisturbsNobody) {
  workshop.train("long.sh", "touch ../started; sleep 20\n");
  workshop.catalogue(repository("long.sh"));
  workshop.script(
      "local mut = require \"mutlua\"\nlocal study = mut.study { name = \"real\" }\n"
      "study:add { foreground = mut.model \"test/a\" }\nstudy:run()");
  const pid_t real = workshop.start({"run", "study.lua"});
  ASSERT_TRUE(Workshop::eventually(
      [this] { return std::filesystem::exists(workshop.folder / "started"); }));
  workshop.script(kStudy);
  workshop.folder.write("out", "");
  const Ended ended = simulate();
  EXPECT_EQ(ended.status, 0) << ended.err;
  ::kill(real, SIGTERM);
  workshop.wait(real);
  EXPECT_TRUE(workshop.nothing_alive());
}

TEST_F(Simulating, EndsByASignalWhileALoadRuns) {
  workshop.script(R"(
local mut = require "mutlua"
local load = mut.background.start { mut.model "test/a" }
io.open("started", "w"):close()
mut.sleep(1e9)
load:stop())");
  const pid_t child = workshop.start({"run", "study.lua", "--simulate"});
  ASSERT_TRUE(Workshop::eventually(
      [this] { return std::filesystem::exists(workshop.folder / "started"); }));
  ::kill(child, SIGINT);
  const bool ended = Workshop::eventually([child] {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == child;
  });
  if (!ended) ::kill(child, SIGKILL);
  EXPECT_EQ(workshop.wait(child).status, 130);
}

TEST_F(Simulating, GivesTheSameRecordsForASeed) {
  const auto records = [this] {
    std::map<std::string, Json> found;
    for (Json record : workshop.records()) {
      if (record.contains("background")) record["background"].erase("log_directory");
      const auto identity = record.at("identity").get<std::string>();
      found[identity] = std::move(record);
    }
    return found;
  };
  simulate();
  const auto first = records();
  std::filesystem::remove_all(workshop.folder / "results");
  simulate();
  EXPECT_EQ(records(), first);
  std::filesystem::remove_all(workshop.folder / "results");
  simulate({"--seed", "6"});
  EXPECT_NE(records(), first);
}

TEST_F(Simulating, GoesOnWithItsOwnFiguresOnly) {
  ASSERT_EQ(workshop.run({"--simulate-with", "memory=4000,noise=0"}).status, 0);
  const Ended other = simulate();  // though nothing is left to be simulated
  EXPECT_EQ(other.status, 2) << other.err;
  std::string more = kStudy;
  more.replace(more.find("replicates = 2"), 14, "replicates = 3");
  workshop.script(more);
  const Ended refused = simulate();
  EXPECT_EQ(refused.status, 2) << refused.err;
  EXPECT_TRUE(contains(refused.err, "\"memory\":4000")) << refused.err;
  EXPECT_EQ(workshop.run({"--simulate-with", "noise=0,memory=4000"}).status, 0);
  EXPECT_EQ(workshop.records().size(), 6u);
}

TEST(SimulatedFeasibility, WritesNoListOfPairsForARealStudy) {
  Workshop workshop;
  std::filesystem::copy_file(kSource + "/settings/models.json", workshop.folder / "catalogue.json",
                             std::filesystem::copy_options::overwrite_existing);
  const Ended ended = workshop.mutlua(
      {kSource + "/scripts/parallel_feasibility.lua", "--pairs", "1", "--simulate"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(contains(ended.out, "stable_pairs.txt is not written")) << ended.out;
  EXPECT_FALSE(std::filesystem::exists(workshop.folder / "stable_pairs.txt"));
}

TEST(SimulatedPlan, DecidesAsTheSimulatedStudyDoes) {
  Workshop workshop;
  std::filesystem::copy_file(kSource + "/settings/models.json", workshop.folder / "catalogue.json",
                             std::filesystem::copy_options::overwrite_existing);
  const std::string script = kSource + "/scripts/adaptive_learning_rate.lua";
  const Ended planned = workshop.mutlua({"plan", script, "--seed", "3", "--json"});
  std::multiset<std::string> identities;
  const Json plan = parse_json(planned.out, "plan");
  for (const Json& trial : plan.at("trials")) {
    identities.insert(trial.at("identity").get<std::string>());
  }
  ASSERT_EQ(workshop.mutlua({script, "--seed", "3", "--simulate"}).status, 0);
  EXPECT_EQ(identities, workshop.identities());
}

class SimulatedFlagship : public testing::TestWithParam<const char*> {};

TEST_P(SimulatedFlagship, HasAllTrialsWithAllTheirMetricsAndJoules) {
  Workshop workshop;
  std::filesystem::copy_file(kSource + "/settings/" + GetParam(),
                             workshop.folder / "catalogue.json",
                             std::filesystem::copy_options::overwrite_existing);
  const Ended ended =
      workshop.mutlua({kSource + "/scripts/concurrent_study.lua", "--simulate", "--seed", "3"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  const auto records = workshop.records();
  ASSERT_EQ(records.size(), 132u);
  for (const Json& record : records) {
    const Json& training = record.contains("foreground") ? record.at("foreground") : record;
    EXPECT_EQ(training.at("training_success"), true) << record.at("experiment_id");
    EXPECT_TRUE(training.at("outcome").at("missing_metrics").empty());
    EXPECT_EQ(record.at("quality").at("energy") == "invalid", false);
    EXPECT_TRUE(record.at("energy").at("total_energy_joules").is_number());
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogues, SimulatedFlagship,
                         testing::Values("digits.json", "models.json"));

}  // namespace
}  // namespace mutlua
