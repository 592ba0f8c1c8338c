// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "cli/program.h"
#include "support/old_results.h"

namespace mutlua {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Three blocks; in each a model alone and beside another, at two rates. The times and accuracies
/// are then set as the tests need them.
constexpr const char* kStudy = R"lua(
local mut = require "mutlua"
local study = mut.study { name = "two rates", order = "blocked" }
local a, b = mut.model "test/a", mut.model "test/b"
for block = 1, 3 do
  for _, rate in ipairs { 0.1, 0.2 } do
    local function add(mode, load)
      study:add { block = "block " .. block, foreground = a:with { learning_rate = rate },
                  background = load, factors = { lr = rate, mode = mode } }
    end
    add("alone")
    add("concurrent", b)
  end
end
study:run()
local cell = study:cell { lr = 0.1, mode = "alone" }
local accuracy = cell:interval "outcome.metrics.accuracy"
print("cell", cell.n, accuracy.n, accuracy.mean, accuracy.lower, accuracy.upper)
print("joules", (cell:mean "energy.gpu_joules"))
)lua";

class AnalyzeCommand : public testing::Test {
 protected:
  void measure() {
    workshop.script(kStudy);
    const Ended ended = workshop.run();
    ASSERT_EQ(ended.status, 0) << ended.err;
    said = ended.out;
  }

  /// Lets `change` alter each record, and reads them again.
  template <typename Change>
  void alter(const Change& change) {
    for (const auto& entry : std::filesystem::directory_iterator(workshop.sessions().back())) {
      const auto file = entry.path() / "experiment.json";
      if (!std::filesystem::exists(file)) continue;
      Json record = read_json(file);
      change(record, record.contains("foreground") ? record["foreground"] : record);
      std::ofstream(file) << record.dump();
    }
    ASSERT_EQ(workshop.mutlua({"index", "--rebuild"}).status, 0);
  }

  /// Block k is k times as long as the first, and a concurrent trial 1.5 times as one alone; no
  /// two blocks quite the same.
  void set_times() {
    alter([](const Json& record, Json& main) {
      const int block = record["block"].get<std::string>().back() - '0';
      const bool concurrent = record["factors"]["mode"] == "concurrent";
      const double noise = concurrent ? std::pow(1.1, block - 2) : 1;
      main["duration_seconds"] = 10.0 * block * (concurrent ? 1.5 : 1) * noise;
    });
  }

  Json json(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"analyze", "--json"});
    const Ended ended = workshop.mutlua(more);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return parse_json(ended.out, "analysis");
  }

  Workshop workshop;
  std::string said;  ///< by the study's script
};

const Json& cell_of(const Json& analysis, const Json& lr, const std::string& mode) {
  for (const Json& cell : analysis.at("cells")) {
    if (cell.at("levels").at("lr") == lr && cell.at("levels").at("mode") == mode) return cell;
  }
  throw std::runtime_error("no such cell");
}

TEST_F(AnalyzeCommand, GivesEachCellItsFigures) {
  measure();
  set_times();
  const Json analysis = json();
  EXPECT_EQ(analysis.at("kind"), "measured");
  EXPECT_EQ(analysis.at("trials").at("counted"), 12);
  EXPECT_EQ(analysis.at("by"), Json::parse(R"(["model", "background", "lr", "mode"])"));
  ASSERT_EQ(analysis.at("cells").size(), 4u);
  const Json& cell = cell_of(analysis, 0.1, "alone");
  EXPECT_EQ(cell.at("levels").at("background"), nullptr);
  const Json& seconds = cell.at("outcomes").at("duration_seconds");  // 10, 20, 30
  EXPECT_EQ(seconds.at("n"), 3);
  EXPECT_DOUBLE_EQ(seconds.at("mean").get<double>(), 20);
  EXPECT_DOUBLE_EQ(seconds.at("sd").get<double>(), 10);
  EXPECT_NEAR(seconds.at("lower").get<double>(), 20 - 4.302653 * 10 / std::sqrt(3), 1e-4);
  EXPECT_DOUBLE_EQ(cell.at("outcomes").at("metric_accuracy").at("mean").get<double>(), 0.9);
}

TEST_F(AnalyzeCommand, ListsCellsByTheirLevels) {
  measure();
  const Json analysis = json({"--by", "lr,block"});
  std::vector<Json> levels;
  for (const Json& cell : analysis.at("cells"))
    levels.push_back({cell.at("levels").at("lr"), cell.at("levels").at("block")});
  EXPECT_EQ(levels, (std::vector<Json>{{0.1, "block 1"},
                                       {0.1, "block 2"},
                                       {0.1, "block 3"},
                                       {0.2, "block 1"},
                                       {0.2, "block 2"},
                                       {0.2, "block 3"}}));
}

TEST_F(AnalyzeCommand, SaysWhatToDoWhereArmsNeverMeet) {
  measure();
  const Ended ended = workshop.mutlua({"analyze", "--arm", "lr", "--by", "lr,learning_rate"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(holds(ended.out,
                    "No trials of both arms agree in learning_rate; --by names what "
                    "must agree."))
      << ended.out;
}

TEST_F(AnalyzeCommand, ComparesTheModesWithinBlocks) {
  measure();
  set_times();
  const Json analysis = json({"--outcome", "outcome.duration_seconds"});
  EXPECT_EQ(analysis.at("arm"), "mode");
  ASSERT_EQ(analysis.at("ratios").size(), 3u);  // for both rates, and over both
  for (const Json& ratio : analysis.at("ratios")) {
    EXPECT_EQ(ratio.at("baseline"), "alone");
    EXPECT_EQ(ratio.at("unit"), "block");
    EXPECT_EQ(ratio.at("blocks"), 3);
    // Logarithms of the ratios: log 1.5 and log 1.1 to either side of it.
    const double half = 4.302653 * std::log(1.1) / std::sqrt(3);
    EXPECT_NEAR(ratio.at("ratio").get<double>(), 1.5, 1e-9);
    EXPECT_NEAR(ratio.at("lower").get<double>(), 1.5 * std::exp(-half), 1e-5);
    EXPECT_NEAR(ratio.at("upper").get<double>(), 1.5 * std::exp(half), 1e-5);
  }
  EXPECT_TRUE(analysis.at("ratios").back().at("levels").is_null());
}

TEST_F(AnalyzeCommand, TakesAnotherArmAndItsBaseline) {
  measure();
  set_times();
  const Json analysis = json({"--arm", "lr=0.2", "--outcome", "duration_seconds"});
  EXPECT_EQ(analysis.at("ratios").back().at("baseline"), 0.2);
  EXPECT_EQ(analysis.at("ratios").back().at("level"), 0.1);
  EXPECT_NEAR(analysis.at("ratios").back().at("ratio").get<double>(), 1, 1e-9);
}

TEST_F(AnalyzeCommand, GroupsByWhatItIsTold) {
  measure();
  const Json analysis = json({"--by", "mode", "--outcome", "accuracy,duration_seconds"});
  ASSERT_EQ(analysis.at("cells").size(), 2u);
  EXPECT_EQ(analysis.at("cells")[0].at("trials"), 6);
  EXPECT_EQ(analysis.at("pooled"), Json::parse(R"(["learning_rate"])"));
  EXPECT_EQ(json({"--by", "learning_rate"}).at("cells").size(), 2u);
  EXPECT_TRUE(json().at("pooled").empty());
}

TEST_F(AnalyzeCommand, SaysWhatItLeavesOutAndWhatIsUnknown) {
  measure();
  alter([](Json& record, Json& main) {
    record["energy"] = Json::object();
    for (auto& [name, value] : main["energy_metrics"].items()) value = nullptr;
    if (record["block"] == "block 1") main["training_success"] = false;
    if (record["block"] == "block 2") main["duration_seconds"] = nullptr;
    if (record["block"] == "block 3") main["duration_seconds"] = 5.0;
  });
  const Json analysis = json();
  EXPECT_EQ(analysis.at("trials").dump(),
            R"({"all":12,"counted":8,"left_out":{"failed or invalid":4},"renamed":0})");
  const Json& outcomes = analysis.at("cells")[0].at("outcomes");
  EXPECT_EQ(outcomes.at("duration_seconds").dump(),
            R"({"n":1,"mean":5.0,"sd":null,"lower":null,"upper":null,)"
            R"("reason":"one value alone shows no spread","missing":1})");
  EXPECT_FALSE(outcomes.contains("gpu_energy_total_joules"));
  const Json joules = json({"--outcome", "energy.gpu_joules"}).at("cells")[0].at("outcomes");
  EXPECT_TRUE(joules.at("gpu_energy_total_joules").at("mean").is_null());
  EXPECT_EQ(joules.at("gpu_energy_total_joules").at("missing"), 2);
  const Ended text = workshop.mutlua({"analyze"});
  EXPECT_TRUE(holds(text.out, "4 of 12 trials left out: failed or invalid (4)")) << text.out;
  EXPECT_TRUE(holds(text.out, "concurrent / alone")) << text.out;
}

TEST_F(AnalyzeCommand, NeverMixesSimulatedTrialsWithMeasuredOnes) {
  measure();
  alter([](Json& record, Json&) { record["simulated"] = record["block"] == "block 2"; });
  const Json trials = json().at("trials");
  EXPECT_EQ(trials.at("counted"), 8);
  EXPECT_EQ(trials.at("left_out").at("simulated, the session is measured"), 4);
}

TEST_F(AnalyzeCommand, WritesARowPerTrialAndOutcome) {
  measure();
  set_times();
  const Ended csv = workshop.mutlua({"analyze", "--csv", "--outcome", "duration_seconds,accuracy"});
  EXPECT_EQ(csv.status, 0) << csv.err;
  std::istringstream lines(csv.out);
  std::string head, line;
  std::getline(lines, head);
  EXPECT_EQ(head,
            "session,kind,experiment_id,study,block,replicate,model,background,lr,mode,outcome,"
            "value\r");
  int rows = 0;
  while (std::getline(lines, line)) ++rows;
  EXPECT_EQ(rows, 24);
  EXPECT_TRUE(holds(csv.out, ",two rates,block 3,1,test/a,,0.2,alone,duration_seconds,30\r"))
      << csv.out;
}

TEST_F(AnalyzeCommand, RefusesNamesThatNoTrialHas) {
  measure();
  const Ended by = workshop.mutlua({"analyze", "--by", "mood"});
  EXPECT_EQ(by.status, 2);
  EXPECT_TRUE(holds(by.err, "--by: no trial has 'mood'; did you mean 'mode'?")) << by.err;
  const Ended outcome = workshop.mutlua({"analyze", "--outcome", "acuracy"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_TRUE(holds(outcome.err, "did you mean 'accuracy'?")) << outcome.err;
  EXPECT_EQ(workshop.mutlua({"analyze", "--arm", "mode=never"}).status, 2);
}

TEST_F(AnalyzeCommand, SaysThatNoTrialCounts) {
  workshop.train("train.sh", "exit 1\n");
  workshop.script(kStudy);
  EXPECT_EQ(workshop.run().status, 1);
  const Ended ended = workshop.mutlua({"analyze"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(holds(ended.out, "0 trials count")) << ended.out;
  EXPECT_TRUE(json().at("cells").empty());
}

TEST_F(AnalyzeCommand, ShowsScriptsTheirCellsAlsoInAPlan) {
  measure();
  EXPECT_TRUE(holds(said, "cell\t3\t3\t0.9\t0.9\t0.9")) << said;
  const Ended plan = workshop.mutlua({"plan", "study.lua", "--fresh"});
  EXPECT_EQ(plan.status, 0) << plan.err;
}

TEST(AnalyzeSeveralTrainings, NamesAllModelsAndGivesNoDurationOfTheFirstAlone) {
  Workshop workshop;
  workshop.script(R"(
    local mut = require "mutlua"
    local study = mut.study { name = "together" }
    study:add { foreground = { mut.model "test/a", mut.model "test/b" }, label = "both" }
    study:run()
    mut.trial({ label = "in a row" }, function()
      mut.spawn(mut.model "test/b"):wait()
      mut.spawn(mut.model "test/a"):wait()
    end)
    mut.trial({ label = "one" }, function() mut.spawn(mut.model "test/a"):wait() end))");
  ASSERT_EQ(workshop.run().status, 0);
  const Ended ended = workshop.mutlua({"analyze", "--json", "--by", "model,label"});
  const Json cells = parse_json(ended.out, "analysis").at("cells");
  ASSERT_EQ(cells.size(), 3u) << ended.out;
  EXPECT_EQ(cells.at(0).at("levels").at("model"), "test/a");
  EXPECT_EQ(cells.at(0).at("outcomes").at("duration_seconds").at("n"), 1);
  EXPECT_EQ(cells.at(1).at("levels").at("model"), "test/a + test/b");
  EXPECT_EQ(cells.at(2).at("levels").at("model"), "test/b + test/a");
  const Json& outcomes = cells.at(2).at("outcomes");
  EXPECT_TRUE(outcomes.at("duration_seconds").at("mean").is_null());
  EXPECT_EQ(outcomes.at("duration_seconds").at("reason"), "each of its trainings has its own");
  EXPECT_EQ(outcomes.at("metric_accuracy").at("note"), "of the first training");
  const Ended results = workshop.mutlua({"results"});
  EXPECT_TRUE(holds(results.out, "test/b + test/a")) << results.out;
}

TEST(AnalyzeImported, SaysSo) {
  Workshop workshop;
  test::write_run(workshop.folder, "old/run_20260301_200000/examples_mnist_001", {});
  ASSERT_EQ(workshop.mutlua({"import", "old"}).status, 0);
  const Ended text = workshop.mutlua({"analyze"});
  EXPECT_EQ(text.status, 0) << text.err;
  EXPECT_TRUE(holds(text.out, ", imported")) << text.out;
  EXPECT_TRUE(holds(text.out, "examples/mnist")) << text.out;
}

}  // namespace
}  // namespace mutlua
