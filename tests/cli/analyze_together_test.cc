// SPDX-License-Identifier: MIT
// Several sessions as one table: those that are named, and those that --gap counted.
#include <gtest/gtest.h>

#include "cli/program.h"
#include "support/old_results.h"

namespace mutlua {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A study of some learning rates, whose labels begin with a word of its own.
std::string study(const std::string& name, const std::string& rates, int replicates,
                  const std::string& word, const std::string& more = "") {
  return "local mut = require \"mutlua\"\n"
         "local study = mut.study { name = \"" +
         name + "\", replicates = " + std::to_string(replicates) + more +
         " }\n"
         "for _, rate in ipairs { " +
         rates +
         " } do study:add { foreground = mut.model \"test/a\":with { learning_rate = rate }, "
         "block = \"one\", label = \"" +
         word + " \" .. rate, factors = { " + word + " = rate } } end\nstudy:run()\n";
}

class AnalyzeTogether : public testing::Test {
 protected:
  std::string run(const std::string& script, const std::vector<std::string>& options = {}) {
    workshop.script(script);
    const Ended ended = workshop.run(options);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return ended.err;
  }

  std::string session(std::size_t i) { return workshop.sessions().at(i).filename().string(); }

  Json json(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"analyze", "--json"});
    const Ended ended = workshop.mutlua(more);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return parse_json(ended.out, "analysis");
  }

  Workshop workshop;
};

TEST_F(AnalyzeTogether, TakesInWhatGapCountedUnderTheNamesOfTheDesign) {
  run(study("first", "0.1", 2, "old"));
  run(study("second", "0.1, 0.3", 3, "new"), {"--gap"});
  const Json analysis = json();
  EXPECT_EQ(analysis.at("trials").at("counted"), 6);
  ASSERT_EQ(analysis.at("sessions").size(), 2u);
  EXPECT_EQ(
      analysis.at("sessions").at(0).dump(),
      R"({"session":")" + session(1) + R"(","study":"second","counted_by_gap":false,"trials":4})");
  EXPECT_EQ(
      analysis.at("sessions").at(1).dump(),
      R"({"session":")" + session(0) + R"(","study":"first","counted_by_gap":true,"trials":2})");
  EXPECT_EQ(analysis.at("by"), Json::parse(R"(["model", "new"])"));
  ASSERT_EQ(analysis.at("cells").size(), 2u);
  const Json& cell = analysis.at("cells").at(0);
  EXPECT_EQ(cell.at("trials"), 3);
  std::multiset<std::string> sessions;
  for (const Json& record : cell.at("records"))
    sessions.insert(record.at("session").get<std::string>());
  EXPECT_EQ(sessions, (std::multiset<std::string>{session(0), session(0), session(1)}));
  const Ended text = workshop.mutlua({"analyze"});
  EXPECT_TRUE(holds(text.out, "session " + session(0) +
                                  ": study first, 2 trials count here, "
                                  "found by --gap"))
      << text.out;
  const Ended csv = workshop.mutlua({"analyze", "--csv", "--outcome", "accuracy"});
  EXPECT_TRUE(holds(csv.out, session(0) + ",measured,test_a_001,first,one,1,test/a,0.1,"))
      << csv.out;
}

TEST_F(AnalyzeTogether, TakesInADesignThatIsWhollyElsewhere) {
  run(study("first", "0.1, 0.3", 2, "rate"));
  const std::string said = run(study("second", "0.3", 2, "rate"), {"--gap"});
  EXPECT_TRUE(holds(said, "no trial is missing, 2 of other sessions count")) << said;
  EXPECT_EQ(workshop.sessions().size(), 2u);
  EXPECT_EQ(json().at("trials").at("counted"), 2);
  const auto before = std::filesystem::last_write_time(workshop.sessions().at(1) / "session.json");
  run(study("second", "0.3", 2, "rate"), {"--gap"});
  EXPECT_EQ(std::filesystem::last_write_time(workshop.sessions().at(1) / "session.json"), before);
}

TEST_F(AnalyzeTogether, CountsNothingTwiceThatWasMeasuredAfterAll) {
  run(study("first", "0.1", 2, "rate"));
  run(study("second", "0.1", 3, "rate"), {"--gap"});
  run(study("second", "0.1", 3, "rate"));
  const Json analysis = json();
  EXPECT_EQ(analysis.at("trials").at("all"), 3) << analysis.dump(1);
  EXPECT_EQ(analysis.at("sessions").size(), 1u);
}

TEST_F(AnalyzeTogether, SaysThatASessionWhoseTrialsCountedIsGone) {
  run(study("first", "0.1", 2, "rate"));
  run(study("second", "0.1", 3, "rate"), {"--gap"});
  const std::string gone = session(0);
  std::filesystem::remove_all(workshop.sessions().front());
  ASSERT_EQ(workshop.mutlua({"index", "--rebuild"}).status, 0);
  const Json trials = json().at("trials");
  EXPECT_EQ(trials.at("counted"), 1);
  EXPECT_EQ(trials.at("left_out").at("their session " + gone + " is no longer there"), 2);
}

TEST_F(AnalyzeTogether, CountsEqualTrialsOfSeveralSessionsOnce) {
  run(study("same", "0.1", 2, "rate"));
  run(study("same", "0.1, 0.3", 3, "rate"), {"--fresh"});
  EXPECT_EQ(json().at("trials").at("counted"), 6);
  const Json analysis = json({session(1), session(0)});
  EXPECT_EQ(analysis.at("trials").dump(),
            R"({"all":8,"counted":6,"left_out":{"an older session has the same":2},"renamed":0})");
  EXPECT_EQ(analysis.at("sessions").at(0).at("session"), session(0));
  EXPECT_EQ(analysis.at("sessions").at(0).at("trials"), 2);
  EXPECT_EQ(json({session(0), session(1), "--by", "session"}).at("cells").size(), 2u);
}

TEST_F(AnalyzeTogether, CallsTrialsAsTheScriptDoesNow) {
  run(study("renamed", "0.1", 2, "old"));
  run(study("renamed", "0.1", 3, "new"));
  const Json analysis = json();
  EXPECT_EQ(analysis.at("by"), Json::parse(R"(["model", "new"])"));
  EXPECT_EQ(analysis.at("cells").size(), 1u);
  EXPECT_EQ(analysis.at("trials").at("renamed"), 2);
  std::multiset<std::string> recorded;
  for (const Json& record : workshop.records())
    recorded.insert(record.at("label").get<std::string>());
  EXPECT_EQ(recorded, (std::multiset<std::string>{"new 0.1", "old 0.1", "old 0.1"}));
  run(study("renamed", "0.1", 3, "old"));
  EXPECT_EQ(json().at("trials").at("renamed"), 1);
}

TEST_F(AnalyzeTogether, CallsTrialsAsAnOptionHasThemCalledNow) {
  const std::string script = R"(
local mut = require "mutlua"
local options = mut.options { called = { default = "old" } }
local study = mut.study { name = "named by an option", seed = 1 }
study:add { label = options.called, foreground = mut.model "test/a" }
study:run()
)";
  run(script);
  EXPECT_EQ(json().at("trials").at("renamed"), 0);
  run(script, {"--called", "new"});
  EXPECT_EQ(json().at("trials").at("renamed"), 1);
}

TEST_F(AnalyzeTogether, RefusesSessionsOfDifferentKinds) {
  run(study("same", "0.1", 1, "rate"));
  run(study("same", "0.1", 1, "rate"), {"--simulate"});
  const Ended ended = workshop.mutlua({"analyze", session(0), session(1)});
  EXPECT_EQ(ended.status, 2);
  EXPECT_TRUE(holds(ended.err, session(0) + " is measured, " + session(1) +
                                   " is simulated: they are never analysed together"))
      << ended.err;
}

TEST_F(AnalyzeTogether, ComparesArmsWithinOneSessionOnly) {
  const auto arms = [](const std::string& modes) {
    return R"(local mut = require "mutlua"
local study = mut.study { name = "arms" }
for block = 1, 2 do
  for _, mode in ipairs { )" +
           modes + R"( } do
    study:add { block = "block " .. block, foreground = mut.model "test/a",
                background = mode == "concurrent" and mut.model "test/b" or nil,
                factors = { mode = mode } }
  end
end
study:run()
)";
  };
  run(arms("\"alone\""));
  run(arms("\"concurrent\""), {"--fresh"});
  const Json apart = json({session(0), session(1), "--outcome", "accuracy"});
  EXPECT_EQ(apart.at("cells").size(), 2u);
  ASSERT_EQ(apart.at("ratios").size(), 1u);
  EXPECT_TRUE(apart.at("ratios").at(0).at("ratio").is_null());
  EXPECT_EQ(apart.at("ratios").at(0).at("unmatched"), 2);
  const Ended text = workshop.mutlua({"analyze", session(0), session(1)});
  EXPECT_TRUE(holds(text.out, "without both arms in one session")) << text.out;
  run(arms("\"alone\", \"concurrent\""));
  const Json met = json({session(1), "--outcome", "accuracy"});
  EXPECT_EQ(met.at("ratios").at(0).at("blocks"), 2);
}

TEST_F(AnalyzeTogether, KeepsImportedTrialsApart) {
  run(study("first", "0.1", 1, "rate"));
  Json kept = {{"schema_version", 1}, {"trials", Json::array()}};
  test::write_run(workshop.folder, "old/run_20260301_200000/examples_mnist_001", {});
  ASSERT_EQ(workshop.mutlua({"import", "old"}).status, 0);
  kept["trials"].push_back({{"identity", "x"},
                            {"label", nullptr},
                            {"factors", Json::object()},
                            {"session", "imported/run_20260301_200000"},
                            {"experiment_id", "examples_mnist_001"}});
  for (const auto& folder : workshop.sessions()) {
    if (folder.filename().string().starts_with("run_"))
      std::ofstream(folder / "counted_elsewhere.json") << kept.dump();
  }
  const Json trials = json({}).at("trials");
  EXPECT_EQ(trials.at("counted"), 1);
  EXPECT_EQ(trials.at("left_out").at("imported, the session is measured"), 1);
}

}  // namespace
}  // namespace mutlua
