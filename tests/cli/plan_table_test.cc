// SPDX-License-Identifier: MIT
// What the plan's table says of each trial, and how it fits.
#include <gtest/gtest.h>

#include "cli/fake_machine.h"
#include "cli/planning.h"

namespace mutlua {
namespace {

/// Rates in blocks, without labels: "{{0.1, 'one'}, ...}".
std::string in_blocks(const std::string& list) {
  return R"(
local mut = require "mutlua"
local study = mut.study { name = "blocks", seed = 1, cooling = { seconds = 0 } }
for _, each in ipairs )" +
         list + R"( do
  study:add { block = each[2], foreground = mut.model("test/a"):with { learning_rate = each[1] } }
end
study:run()
)";
}

TEST(PlanTable, SaysThatATrialMovedToAnotherBlock) {
  Workshop workshop;
  workshop.script(in_blocks("{ { 0.1, 'one' }, { 0.2, 'one' }, { 0.3, 'two' } }"));
  ASSERT_EQ(workshop.run().status, 0);
  workshop.script(in_blocks("{ { 0.1, 'one' }, { 0.2, 'two' }, { 0.4, 'two' } }"));
  const Json moved = plan(workshop);
  EXPECT_EQ(states(moved), (std::multiset<std::string>{"done", "changed", "changed"}));
  std::set<std::string> reasons;
  for (const Json& trial : moved.at("trials")) reasons.insert(trial.at("why").get<std::string>());
  EXPECT_TRUE(reasons.contains("in place of 002: block one -> two")) << Json(reasons);
  EXPECT_TRUE(reasons.contains("in place of 003: learning_rate 0.3 -> 0.4")) << Json(reasons);
}

TEST(PlanTable, CallsWhatIsRepeatedSo) {
  Workshop workshop;
  workshop.train("train.sh", "exit 1\n");
  workshop.script(study("0.1", 1));
  ASSERT_EQ(workshop.run().status, 1);
  EXPECT_EQ(states(plan(workshop)), (std::multiset<std::string>{"done, does not count"}));
  const Json again = plan(workshop, {"--retry-failed"});
  EXPECT_EQ(states(again), (std::multiset<std::string>{"again"}));
  EXPECT_EQ(again.at("trials").at(0).at("why"), "repeats 001, which does not count");
  EXPECT_EQ(again.at("totals").at("new"), 1);
  EXPECT_TRUE(holds(workshop.mutlua({"plan", "study.lua", "--retry-failed"}).out, "(1 again)"));
}

TEST(PlanTable, ListsCellsAsTheScriptHasWrittenThem) {
  Workshop workshop;
  workshop.script(study("0.1, 0.2, 0.3, 0.4, 0.5", 50, "order = \"shuffled\""));
  const std::string cells = workshop.mutlua({"plan", "study.lua"}).out;
  std::size_t before = 0;
  for (int i = 1; i <= 5; ++i) {
    const std::size_t at = cells.find(fmt::format("\nrate {}", i));
    ASSERT_NE(at, std::string::npos) << cells;
    EXPECT_TRUE(i == 1 || at > before) << cells;
    before = at;
  }
}

TEST(PlanTable, FitsTheColumnsThatAreThere) {
  Workshop workshop;
  workshop.script(study("0.1, 0.2", 1));
  const Variable columns("COLUMNS", "40");
  const Ended narrow = workshop.mutlua({"plan", "study.lua"});
  std::istringstream lines(narrow.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 40u) << line;
  EXPECT_TRUE(holds(narrow.out, "too narrow for: ")) << narrow.out;
  EXPECT_TRUE(holds(narrow.out, "test/a")) << narrow.out;
}

}  // namespace
}  // namespace mutlua
