// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "lab/bench.h"
#include "store/imported.h"

namespace mutlua {
namespace {

using Names = std::vector<std::string>;

Json trial(const Json& values, int replicate = 1) {
  return {{"foregrounds", {LabBench::model("a", values)}}, {"replicate", replicate}};
}

/// A record as the old tool's import makes it.
Json imported(const std::string& id, const Json& values, bool success = true) {
  return {{"experiment_id", id},
          {"timestamp", "2025-11-11T10:00:00"},
          {"repository", "test"},
          {"model", "a"},
          {"hyperparameters", values},
          {"training_success", success},
          {"performance_metrics", {{"accuracy", 97.5}}},
          {"quality", {{"performance", "ok"}, {"energy", "ok"}, {"flags", Json::array()}}},
          {"imported", {{"from", "/old/" + id}, {"layout", "flat"}, {"id", id}}}};
}

struct ImportBench : LabBench {
  ImportBench() {
    options.gap = true;
    std::filesystem::create_directories(options.results);
    write_imported(options.results,
                   {.name = "run_2025",
                    .trials = {imported("test_a_001", {{"epochs", 3}, {"learning_rate", 0.05}}),
                               imported("test_a_002", {{"epochs", 3}}),
                               imported("test_a_003", {{"epochs", 4}}, false)}});
    Index(options.results).heal_imported();
  }

  Json elsewhere(const Json& study, const std::vector<Json>& trials) {
    begin_study(study);
    Json positions = Json::array();
    const Json reply = identify(trials);
    for (const Json& each : reply.at("elsewhere")) {
      EXPECT_FALSE(each.contains("result"));  // an imported one has no record
      positions.push_back(each.at("position"));
    }
    return positions;
  }
};

const Json kCountsImported = {{"counts", {{"imported", true}}}};

TEST(Gap, IsFilledByImportsOnlyIfTheStudySaysSo) {
  EXPECT_EQ(ImportBench().elsewhere(Json::object(), {trial({{"epochs", 3}})}), Json::array());
  EXPECT_EQ(ImportBench().elsewhere(kCountsImported, {trial({{"epochs", 3}})}), Json::array({1}));
}

TEST(Gap, IsFilledByImportsOfTheSameValuesThatSucceeded) {
  const std::vector<Json> trials = {trial({{"epochs", 4}}),
                                    trial({{"epochs", 3}, {"learning_rate", 0.05}}),
                                    trial({{"epochs", 3}, {"learning_rate", 0.06}})};
  EXPECT_EQ(ImportBench().elsewhere(kCountsImported, trials), Json::array({2}));
}

TEST(Gap, IsNotFilledByImportsBesideALoadThatNobodyNamed) {
  ImportBench bench;
  Json beside = imported("test_a_009_parallel", {{"epochs", 9}});
  beside["quality"]["flags"] = {{{"id", "import.unrecorded_load"}, {"severity", "suspect"}}};
  write_imported(bench.options.results, {.name = "run_2026", .trials = {beside}});
  Index(bench.options.results).heal_imported();
  EXPECT_EQ(bench.elsewhere(kCountsImported, {trial({{"epochs", 9}})}), Json::array());
}

TEST(Gap, IsFilledByImportsOfTheSameModeOnly) {
  Json beside = trial({{"epochs", 3}});
  beside["backgrounds"] = {LabBench::model("b")};
  EXPECT_EQ(ImportBench().elsewhere(kCountsImported, {beside}), Json::array());
}

TEST(Gap, IsFilledByAsManyAsThereAre) {
  const std::vector<Json> trials = {trial({{"epochs", 3}}, 1), trial({{"epochs", 3}}, 2)};
  EXPECT_EQ(ImportBench().elsewhere(kCountsImported, trials), Json::array({1}));
}

/// A seed that a draw or a mutation chose is no part of the treatment; one that the script gives
/// is.
TEST(Gap, IsFilledWhateverTheSeedUnlessTheScriptGivesIt) {
  const auto filled = [](const Json& values, const Json& explicit_names) {
    ImportBench bench;
    const Json seed = {{"flag", "--seed"}, {"type", "int"}, {"default", 1}, {"range", {0, 9999}}};
    const Json epochs = {{"flag", "--epochs"}, {"type", "int"}, {"default", 3}, {"range", {1, 10}}};
    const Json repository = {{"path", (bench.folder / "repo").string()},
                             {"train_script", "./train.sh"},
                             {"models", {"a", "b"}},
                             {"model_flag", "-n"},
                             {"hyperparameters", {{"seed", seed}, {"epochs", epochs}}}};
    bench.catalogue.add({{"catalogue", "tests"}, {"models", {{"test", repository}}}}, "seed.json");
    write_imported(
        bench.options.results,
        {.name = "run_2026", .trials = {imported("test_a_009", {{"epochs", 7}, {"seed", 1334}})}});
    Index(bench.options.results).heal_imported();
    Json given = trial(values);
    given["foregrounds"][0]["explicit"] = explicit_names;
    return bench.elsewhere(kCountsImported, {given});
  };
  EXPECT_EQ(filled({{"epochs", 7}}, {"epochs"}), Json::array({1}));
  EXPECT_EQ(filled({{"epochs", 7}, {"seed", 5}}, {"epochs"}), Json::array({1}));
  EXPECT_EQ(filled({{"epochs", 7}, {"seed", 5}}, {"epochs", "seed"}), Json::array());
  EXPECT_EQ(filled({{"epochs", 7}, {"seed", 1334}}, {"epochs", "seed"}), Json::array({1}));
}

/// Two studies of one trial; the second is to fill its gaps.
struct TwoStudies : LabBench {
  TwoStudies() {
    machine.repository = [this](const std::filesystem::path& of) {
      return Json{{"folder", of.string()}, {"commit", commit}, {"dirty", false}};
    };
  }

  /// Goes on with a study of its name, and measures the trials that are not done.
  void measured_in(const std::string& study, const std::vector<Json>& trials) {
    begin(study, false);
    const Json known = identify(trials).at("trials");
    for (std::size_t i = 0; i < trials.size(); ++i) {
      if (!known[i].at("done").get<bool>()) measure(trials[i], static_cast<int>(i) + 1);
    }
  }

  /// What counts elsewhere of the trials of a study: the names of its folders.
  Names elsewhere(const std::string& study, const std::vector<Json>& trials) {
    begin(study, true);
    Names names;
    const Json reply = identify(trials);
    for (const Json& each : reply.at("elsewhere")) {
      const Json found = result(each.at("position").get<int>());
      names.push_back(std::filesystem::path(found.at("path").get<std::string>()).filename());
    }
    return names;
  }

  std::string commit = "0a0a0a0a";  ///< of the trainings' repository

 private:
  void begin(const std::string& study, bool gap) {
    restart();
    options.gap = gap;
    begin_study({{"name", study}});
  }
};

TEST(Gap, IsFilledByTheNewestRepeatOrNone) {
  const auto filled_after = [](const SimulatedRun& newest) {
    TwoStudies bench;
    const std::vector<Json> one = {trial({{"epochs", 3}})};
    bench.measured_in("first", one);
    bench.commit = "0b0b0b0b";
    bench.options.remeasure = true;
    bench.script("a", {newest});
    bench.measured_in("first", one);
    bench.options.remeasure = false;
    return bench.elsewhere("second", one);
  };
  EXPECT_EQ(filled_after(good_run()), Names{"test_a_002"});
  EXPECT_EQ(filled_after(failing_run()), Names());
}

bool warned(const LabBench& bench, const std::string& part) {
  return std::any_of(bench.progress.events.begin(), bench.progress.events.end(), [&](auto& event) {
    const auto* warning = std::get_if<Warning>(&event);
    return warning != nullptr && warning->message.find(part) != std::string::npos;
  });
}

TEST(Gap, IsFilledByTrialsOfAnotherCommitWithAWarningAndWithRemeasureNot) {
  TwoStudies bench;
  const std::vector<Json> one = {trial({{"epochs", 3}})};
  bench.measured_in("first", one);
  bench.commit = "0b0b0b0b";
  EXPECT_EQ(bench.elsewhere("second", one), Names{"test_a_001"});
  EXPECT_TRUE(warned(bench, "commit 0a0a0a0a -> 0b0b0b0b"));
  bench.options.remeasure = true;
  EXPECT_EQ(bench.elsewhere("second", one), Names());
}

TEST(Gap, IsFilledByTrialsOfThePresentCommitFirst) {
  TwoStudies bench;
  const Json three = trial({{"epochs", 3}});
  bench.measured_in("first", {three});
  bench.commit = "0b0b0b0b";
  bench.measured_in("second", {trial({{"epochs", 4}}), three});
  EXPECT_EQ(bench.elsewhere("third", {three}), Names{"test_a_002"});
  EXPECT_FALSE(warned(bench, "another version"));
}

/// Studies of a model with a seed.
struct SeededStudies : TwoStudies {
  SeededStudies() {
    const Json seed = {{"flag", "--seed"}, {"type", "int"}, {"default", 1}, {"range", {0, 9999}}};
    const Json repository = {{"path", (folder / "repo").string()},
                             {"train_script", "./train.sh"},
                             {"models", {"a", "b"}},
                             {"model_flag", "-n"},
                             {"hyperparameters", {{"seed", seed}}},
                             {"metrics", {{"accuracy", "accuracy: ([0-9.]+)"}}}};
    catalogue.add({{"catalogue", "tests"}, {"models", {{"test", repository}}}}, "seed.json");
    measured_in("first", {trial(Json::object())});
    measured_in("second", {trial(Json::object())});
  }
};

TEST(Gap, IsNotFilledTwiceByTheSameSeedWhereReplicatesDrawTheirs) {
  const std::vector<Json> drawn = {trial(Json::object()), trial({{"seed", 5}}, 2),
                                   trial({{"seed", 6}}, 3)};
  EXPECT_EQ(SeededStudies().elsewhere("third", drawn).size(), 1u);
  SeededStudies bench;
  bench.measured_in("third", {drawn[0]});
  EXPECT_EQ(bench.elsewhere("third", drawn).size(), 0u);
  bench.measured_in("fourth", {drawn[0], trial({{"seed", 7}}, 2)});
  EXPECT_EQ(bench.elsewhere("third", {drawn[0], drawn[2]}).size(), 1u);
}

TEST(Gap, IsFilledByTheSameSeedWhereReplicatesShareOne) {
  const std::vector<Json> fixed = {trial(Json::object()), trial(Json::object(), 2)};
  EXPECT_EQ(SeededStudies().elsewhere("third", fixed).size(), 2u);
}

TEST(Gap, IsNeverFilledBySimulatedTrials) {
  const auto measured_in = [](bool simulated) {
    LabBench bench;
    bench.machine.simulated = simulated;
    bench.begin_study({{"name", "first"}});
    bench.identify({trial({{"epochs", 3}})});
    bench.measure(trial({{"epochs", 3}}), 1);
    bench.restart();
    bench.machine.simulated = false;
    bench.options.gap = true;
    bench.begin_study({{"name", "second"}});
    const Json elsewhere = bench.identify({trial({{"epochs", 3}})}).at("elsewhere");
    if (!elsewhere.empty()) {
      EXPECT_EQ(elsewhere[0].at("result").at("valid"), true);
      EXPECT_EQ(bench.result(1).at("outcome").at("status"), "completed");
    }
    return elsewhere.size();
  };
  EXPECT_EQ(measured_in(false), 1u);
  EXPECT_EQ(measured_in(true), 0u);
}

}  // namespace
}  // namespace mutlua
