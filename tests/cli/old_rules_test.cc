// SPDX-License-Identifier: MIT
// What translated settings ask for, in a study that is run and continued.
#include <gtest/gtest.h>

#include <fstream>

#include "cli/program.h"

namespace mutlua {
namespace {

const std::string kStudy = R"lua(
local mut = require "mutlua"
local study = mut.study {
  name = "old rules", seed = 42, draws = "sequence", argument_decimals = 6, range_warnings = false,
}
local past = { files = { "past.csv", "missing.csv" }, mode = "sequential" }
local model = mut.model "test/a":recording { dropout = 0.25 }
for _, values in ipairs(mut.mutations(model, { "epochs" }, 5, { history = past })) do
  study:add { foreground = model:with(values):with { learning_rate = 0.12345678901234567 } }
end
study:run()
)lua";

const std::string kHead = "experiment_id,timestamp,repository,model,hyperparam_epochs\r\n";

/// Every value of epochs but the default, 10, up to one of them.
std::string trained_up_to(int last) {
  std::string csv = kHead;
  for (int i = 1; i <= last; ++i)
    csv += "\"a_" + std::to_string(i) + "\",t,test,a," + std::to_string(i) + ".0\r\n";
  return csv;
}

std::multiset<int> epochs_of(const std::vector<Json>& records) {
  std::multiset<int> epochs;
  for (const Json& record : records)
    epochs.insert(record.at("hyperparameters").at("epochs").get<int>());
  return epochs;
}

TEST(OldRules, HoldInAStudyAndItsContinuations) {
  Workshop workshop;
  workshop.train("train.sh", "echo \"given: $*\"\necho accuracy: 0.9\n");
  workshop.folder.write("past.csv", trained_up_to(48) + "ragged\r\n");
  workshop.script(kStudy);
  const Ended first = workshop.run();
  ASSERT_EQ(first.status, 0) << first.err;
  EXPECT_NE(first.err.find("missing.csv is not used"), std::string::npos) << first.err;
  EXPECT_NE(first.err.find("past.csv: 1 of its lines, the first of them line 50"),
            std::string::npos)
      << first.err;
  EXPECT_NE(first.err.find("only 2 of 5"), std::string::npos) << first.err;
  EXPECT_EQ(epochs_of(workshop.records()), (std::multiset<int>{49, 50}));

  // What the study has trained is appended, as -S does; and the other table appears.
  std::ofstream(workshop.folder / "past.csv", std::ios::app)
      << "a,t,test,a,49\r\na,t,test,a,50\r\n";
  workshop.folder.write("missing.csv", trained_up_to(50));
  const auto identities = workshop.identities();
  const Ended plan = workshop.mutlua({"plan", "study.lua", "--json"});
  ASSERT_EQ(plan.status, 0) << plan.err;
  EXPECT_EQ(parse_json(plan.out, "plan").at("totals").at("trials"), 2);
  EXPECT_EQ(parse_json(plan.out, "plan").at("totals").at("new"), 0);
  EXPECT_EQ(workshop.run().status, 0);
  EXPECT_EQ(workshop.identities(), identities);
  EXPECT_EQ(workshop.sessions().size(), 1u);

  ASSERT_EQ(workshop.run({"--fresh"}).status, 0);
  EXPECT_EQ(workshop.identities(), identities);  // nothing is left to be drawn
}

TEST(OldRules, PassSixDecimalsAndRecordBothValues) {
  Workshop workshop;
  workshop.train("train.sh", "echo \"given: $*\"\necho accuracy: 0.9\n");
  workshop.folder.write("past.csv", trained_up_to(49));
  workshop.script(kStudy);
  ASSERT_EQ(workshop.run().status, 0);
  const std::vector<Json> records = workshop.records();
  ASSERT_EQ(records.size(), 1u);
  const Json& record = records.front();
  const double rate = 0.12345678901234567;
  EXPECT_EQ(record.at("hyperparameters"),
            (Json{{"epochs", 50}, {"learning_rate", rate}, {"dropout", 0.25}}));
  EXPECT_EQ(record.at("passed_hyperparameters"),
            (Json{{"epochs", 50}, {"learning_rate", 0.123457}}));
  const auto folder = workshop.sessions().front() / record.at("experiment_id").get<std::string>();
  EXPECT_NE(Workshop::content(folder / "training.log").find("given: -n a -e 50 -l 0.123457\n"),
            std::string::npos);
  const std::string summary = Workshop::content(workshop.sessions().front() / "summary.csv");
  EXPECT_NE(summary.find("hyperparam_dropout,hyperparam_epochs,hyperparam_learning_rate"),
            std::string::npos)
      << summary;
  EXPECT_NE(summary.find(",0.25,50,0.12345678901234566,"), std::string::npos) << summary;
}

}  // namespace
}  // namespace mutlua
