// SPDX-License-Identifier: MIT
#include "cli/plan_treatments.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

std::shared_ptr<const Treatment> labelled(const std::string& label) {
  TrialSpec spec;
  spec.label = label;
  return std::make_shared<const Treatment>(spec);
}

TEST(PlanTreatments, CountTheTrialsOfEachInTheOrderOfTheirFirstOnes) {
  const auto one = labelled("one");
  const auto two = labelled("two");
  const std::vector<PlannedTrial> trials = {
      {.treatment = two}, {.treatment = one, .done = true}, {.treatment = two, .elsewhere = true}};
  const std::vector<PlannedTreatment> found = by_treatment(trials);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].first, &trials[0]);
  EXPECT_EQ(found[0].trials, 2u);
  EXPECT_EQ(found[0].to_be_measured, 1u);
  EXPECT_EQ(found[1].first->common().label, "one");
  EXPECT_EQ(found[1].to_be_measured, 0u);
}

}  // namespace
}  // namespace mutlua
