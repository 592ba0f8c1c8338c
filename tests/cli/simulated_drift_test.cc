// SPDX-License-Identifier: MIT
// What a design is worth where the machine drifts: the same training under two names.
#include <gtest/gtest.h>

#include <cmath>

#include "cli/program.h"

namespace mutlua {
namespace {

constexpr const char* kStudy = R"(
local mut = require "mutlua"
local study = mut.study { name = "drift", order = mut.options {
  order = { default = "written", help = "order of the trials" } }.order,
  replicates = 10, cooling = { seconds = 0 } }
for _, name in ipairs { "A", "B" } do
  study:add { block = "block", label = name, factors = { name = name },
              foreground = mut.model "test/a":with { epochs = 50 } }
end
study:run()
)";

/// Joules of B over those of A, less 1: they are the same training.
double bias(const std::string& order, int seed) {
  Workshop workshop;
  workshop.script(kStudy);
  const Ended ended = workshop.run(
      {"--simulate-with", "drift=2,noise=0", "--seed", std::to_string(seed), "--order", order});
  EXPECT_EQ(ended.status, 0) << ended.err;
  double joules[2] = {0, 0};
  for (const Json& record : workshop.records()) {
    joules[record.at("label") == "A" ? 0 : 1] +=
        record.at("energy_metrics").at("gpu_energy_total_joules").get<double>();
  }
  return joules[1] / joules[0] - 1;
}

TEST(Drift, BiasesBlocksByLessThanATenthOfWhatItDoesToTheWrittenOrder) {
  const double written = bias("written", 1);
  EXPECT_GT(written, 0.05) << "all of B is measured hours after A";
  double sum = 0;
  double most = 0;
  constexpr int kSeeds = 3;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    const double blocked = bias("blocked", seed);
    sum += blocked;
    most = std::max(most, std::abs(blocked));
  }
  EXPECT_LT(std::abs(sum / kSeeds), written / 10);
  EXPECT_LT(most, written / 5) << "of a single draw";
  EXPECT_LT(std::abs(bias("abba", 1)), written / 100) << "linear drift cancels";
}

}  // namespace
}  // namespace mutlua
