// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

/// Two trials in a block, and one in another; the first one fails as long as `broken` is there.
std::string study(const std::string& repeats) {
  return "local mut = require \"mutlua\"\n"
         "local study = mut.study { name = \"s\", order = \"written\", repeats = " +
         repeats +
         " }\n"
         "local a = mut.model \"test/a\"\n"
         "study:add { foreground = a:with { epochs = 1 }, block = \"x\", label = \"bad\" }\n"
         "study:add { foreground = a:with { epochs = 2 }, block = \"x\", label = \"good\" }\n"
         "study:add { foreground = a:with { epochs = 3 }, block = \"y\", label = \"next\" }\n"
         "for _, result in ipairs(study:run()) do print(result.label, result.valid) end\n";
}

/// "label repeat success" in the order in which they were measured.
std::vector<std::string> measured(const Workshop& workshop) {
  std::map<int, std::string> found;
  for (const Json& record : workshop.records()) {
    found[record.at("execution_number").get<int>()] = record.at("label").get<std::string>() + " " +
                                                      record.at("repeat").dump() + " " +
                                                      record.at("training_success").dump();
  }
  std::vector<std::string> list;
  for (const auto& [number, text] : found) list.push_back(text);
  return list;
}

/// A training that fails with `-e 1` the first so many times.
void failing_training(Workshop& workshop, int times) {
  workshop.train("train.sh", "if [ \"$4\" = 1 ] && [ $(ls .. | grep -c failed) -lt " +
                                 std::to_string(times) +
                                 " ]; then touch ../failed.$$; exit 1; fi\n"
                                 "for e in 1 2 3; do echo \"Epoch $e/3\"; done\n"
                                 "echo accuracy: 0.9\n");
}

TEST(Requeue, MeasuresAgainAtTheEndOfTheBlockAndKeepsTheFirstOne) {
  Workshop workshop;
  failing_training(workshop, 1);
  workshop.script(study("2"));
  const Ended ended = workshop.run();
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, "bad\ttrue\ngood\ttrue\nnext\ttrue\n");
  EXPECT_NE(ended.err.find("3 trials: 3 measured now, and 1 repeat"), std::string::npos)
      << ended.err;
  EXPECT_EQ(measured(workshop),
            (std::vector<std::string>{"bad 1 false", "good 1 true", "bad 2 true", "next 1 true"}));
  EXPECT_EQ(workshop.run().status, 0);
  EXPECT_EQ(workshop.records().size(), 4u);
}

TEST(Requeue, GivesUpAfterTheRepeatsThatTheRecordsCount) {
  Workshop workshop;
  failing_training(workshop, 99);
  workshop.script(study("1"));
  EXPECT_EQ(workshop.run().status, 1);
  EXPECT_EQ(workshop.records().size(), 4u);
  EXPECT_EQ(workshop.run().status, 1);
  EXPECT_EQ(workshop.records().size(), 4u);
  workshop.script(study("2"));
  const Ended plan = workshop.mutlua({"plan", "study.lua", "--json"});
  EXPECT_EQ(parse_json(plan.out, "plan").at("totals").at("new"), 1) << plan.out << plan.err;
  EXPECT_EQ(workshop.run().status, 1);
  EXPECT_EQ(measured(workshop).back(), "bad 3 false");
}

}  // namespace
}  // namespace mutlua
