// SPDX-License-Identifier: MIT
// The orders of a seed, written down: the same on every platform. Whoever changes them reorders the
// studies of others.
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

struct Golden {
  const char* order;
  const char* trials;  ///< block, levels of a and b, and replicate of each trial, as they are run
};

const std::vector<Golden> kGolden = {
    {"written", "x11/1 x11/2 x12/1 x12/2 x21/1 x21/2 y11/1 y11/2 y12/1 y12/2 y21/1 y21/2"},
    {"shuffled", "x12/2 y21/2 x12/1 y11/2 y11/1 x21/2 y12/2 x11/1 x21/1 x11/2 y12/1 y21/1"},
    {"blocked", "x12/1 x11/1 x21/1 y11/1 y12/1 y21/1 x12/2 x21/2 x11/2 y21/2 y11/2 y12/2"},
    {"latin_square", "x12/1 x11/1 x21/1 y11/1 y12/1 y21/1 x11/2 x21/2 x12/2 y12/2 y21/2 y11/2"},
    {"abba", "x12/1 x11/1 x21/1 y11/1 y12/1 y21/1 x21/2 x11/2 x12/2 y21/2 y12/2 y11/2"}};

/// Two blocks of 2 x 2 treatments, of which each leaves out one by exclusions that overlap.
constexpr const char* kStudy = R"lua(
local mut = require "mutlua"
local design = require "mutlua.design"
local study = mut.study { name = "golden", order = "ORDER", replicates = 2 }
local excluded = { { a = 2, b = 2 }, { a = 2, b = 2 } }
for _, block in ipairs { "x", "y" } do
  local model = mut.model(block == "x" and "test/a" or "test/b")
  for _, treatment in ipairs(design.factorial({ a = { 1, 2 }, b = { 1, 2 } }, { exclude = excluded })) do
    study:add {
      block = block, factors = treatment.factors,
      label = ("%s%d%d"):format(block, treatment.factors.a, treatment.factors.b),
      foreground = model:with { epochs = 10 * treatment.factors.a + treatment.factors.b },
    }
  end
end
study:run()
)lua";

std::string planned_order(Workshop& workshop, const std::string& order, const std::string& seed) {
  std::string script = kStudy;
  script.replace(script.find("ORDER"), 5, order);
  workshop.script(script);
  const Ended ended = workshop.mutlua({"plan", "study.lua", "--seed", seed, "--json"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  std::string text;
  const Json plan = parse_json(ended.out, "plan");
  for (const Json& trial : plan.at("trials")) {
    text += (text.empty() ? "" : " ") + trial.at("label").get<std::string>() + "/" +
            std::to_string(trial.at("replicate").get<int>());
  }
  return text;
}

TEST(GoldenOrder, OfASeedIsTheSameOnEveryPlatform) {
  Workshop workshop;
  for (const Golden& each : kGolden)
    EXPECT_EQ(planned_order(workshop, each.order, "7"), each.trials) << each.order;
}

TEST(GoldenOrder, OfAnotherSeedIsAnother) {
  Workshop workshop;
  for (const Golden& each : kGolden) {
    if (std::string(each.order) == "written") continue;
    EXPECT_NE(planned_order(workshop, each.order, "8"), each.trials) << each.order;
  }
}

}  // namespace
}  // namespace mutlua
