// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

std::string study(const std::string& sentinel, int trials) {
  return "local mut = require \"mutlua\"\n"
         "local a = mut.model \"test/a\"\n"
         "local study = mut.study { name = \"s\", sentinel = { " +
         sentinel +
         ", foreground = mut.model \"test/b\" } }\n"
         "for i = 1, " +
         std::to_string(trials) +
         " do study:add { foreground = a:with { epochs = i }, factors = { epochs = i } } end\n"
         "print(#study:run(), #study:sentinels())\n";
}

/// "sentinel" or "trial" in the order in which they were measured.
std::string measured(const Workshop& workshop) {
  std::map<int, std::string> found;
  for (const Json& record : workshop.records()) {
    const bool sentinel = record.at("label") == "sentinel";
    found[record.at("execution_number").get<int>()] =
        sentinel ? "S" + record.at("replicate").dump() : "t";
  }
  std::string text;
  for (const auto& [number, name] : found) text += (text.empty() ? "" : " ") + name;
  return text;
}

TEST(Sentinels, StandAmongTheTrialsAndBesideTheResults) {
  Workshop workshop;
  workshop.script(study("every = 2", 3));
  const Ended plan = workshop.mutlua({"plan", "study.lua"});
  EXPECT_NE(plan.out.find("6 trials"), std::string::npos) << plan.out << plan.err;
  const Ended ended = workshop.run();
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, "3\t3\n");
  EXPECT_EQ(measured(workshop), "S1 t t S2 t S3");
  EXPECT_EQ(workshop.run().out, "3\t3\n");
  EXPECT_EQ(workshop.records().size(), 6u);
}

TEST(Sentinels, ComeByTheTimesOfTheRecords) {
  Workshop workshop;
  workshop.script(study("hours = 1000", 2));
  EXPECT_EQ(workshop.run().out, "2\t2\n");
  EXPECT_EQ(measured(workshop), "S1 t t S2");
  EXPECT_EQ(workshop.run().out, "2\t2\n");
  workshop.script(study("hours = 0.0000001", 3));
  const Ended ended = workshop.run();
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(measured(workshop), "S1 t t S2 S3 t S4");
}

/// Trials of the sentinel's own model, and nothing that tells them from it but what they are for.
constexpr const char* kAlike = R"lua(
local mut = require "mutlua"
local b = mut.model "test/b"
local study = mut.study { name = "s", replicates = 4, sentinel = { hours = 1000, foreground = b } }
for round = 1, 2 do
  study:add { foreground = b, factors = { round = round } }
  study:run()
end
)lua";

TEST(Sentinels, AreNeverTakenForATrialThatTrainsTheSame) {
  Workshop workshop;
  workshop.script(kAlike);
  ASSERT_EQ(workshop.run().status, 0);
  const std::size_t measured = workshop.records().size();
  const Ended again = workshop.run();
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_EQ(workshop.records().size(), measured) << again.err;
}

TEST(Sentinels, AreInNoCellOfAnAnalysisUnlessTheyAreAskedFor) {
  Workshop workshop;
  workshop.script(study("every = 2", 2));
  ASSERT_EQ(workshop.run().status, 0);
  const Ended cells = workshop.mutlua({"analyze", "--json"});
  EXPECT_EQ(parse_json(cells.out, "analysis").at("cells").size(), 2u) << cells.out << cells.err;
  EXPECT_NE(cells.out.find("--by sentinel"), std::string::npos) << cells.out;
  const Ended asked = workshop.mutlua({"analyze", "--json", "--by", "sentinel"});
  EXPECT_EQ(parse_json(asked.out, "analysis").at("cells").size(), 2u) << asked.out << asked.err;
}

}  // namespace
}  // namespace mutlua
