// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

const char* const kStudy = R"(local mut = require "mutlua"
local study = mut.study { name = "s", order = "blocked" }
study:add { foreground = mut.model "test/a", label = "rough", block = "x" }
study:add { foreground = mut.model "test/b", label = "even", block = "x" }
for _, known in ipairs(study:until_precise { outcome = "outcome.metrics.accuracy",
                                             half_width = 0.1, first = 3, most = 6 }) do
  print(known.label, known.replicates, known.n, known.precise, known.reason)
end
)";

/// A training whose accuracy is 1 for model b, and for model a now 1 and now 2.
void uneven_training(Workshop& workshop) {
  workshop.train("train.sh",
                 "accuracy=1\n"
                 "if [ \"$2\" = a ]; then echo >>../count\n"
                 "  accuracy=$((1 + $(wc -l <../count) % 2)); fi\n"
                 "echo \"Epoch 1/1\"; echo \"accuracy: $accuracy\"\n");
}

TEST(UntilPrecise, AddsReplicatesWhereTheyAreNeededAndNoneWhenItIsRunAgain) {
  Workshop workshop;
  uneven_training(workshop);
  workshop.script(kStudy);
  const Ended ended = workshop.run();
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(ended.out.starts_with("rough\t6\t6\tfalse\tabout ")) << ended.out;
  EXPECT_NE(ended.out.find("even\t3\t3\ttrue\tnil\n"), std::string::npos) << ended.out;
  EXPECT_EQ(workshop.records().size(), 9u);
  EXPECT_EQ(workshop.run().out, ended.out);
  EXPECT_EQ(workshop.records().size(), 9u);
}

TEST(UntilPrecise, PlansItsFirstStageWhereNothingIsKnown) {
  Workshop workshop;
  workshop.script(kStudy);
  const Ended plan = workshop.mutlua({"plan", "study.lua", "--json"});
  ASSERT_EQ(plan.status, 0) << plan.err;
  EXPECT_NE(plan.out.find("\"new\": 6"), std::string::npos) << plan.out;
}

}  // namespace
}  // namespace mutlua
