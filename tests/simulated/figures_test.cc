// SPDX-License-Identifier: MIT
#include "simulated/figures.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace mutlua {
namespace {

std::string refusal(const std::string& chosen) {
  try {
    simulated_figures(chosen);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  return "";
}

TEST(SimulatedFigures, AreChosenByName) {
  const SimulatedFigures figures = simulated_figures("drift=2.5,memory=4000,noise=0,ambient=45");
  EXPECT_EQ(figures.drift_percent_per_hour, 2.5);
  EXPECT_EQ(figures.memory_mb, 4000);
  EXPECT_EQ(figures.noise, 0);
  EXPECT_EQ(figures.ambient_celsius, 45);
  EXPECT_EQ(to_json(simulated_figures("")), to_json(SimulatedFigures{}));
  EXPECT_FALSE(figures.times_of_history);
  EXPECT_TRUE(simulated_figures("noise=0,times=history").times_of_history);
  EXPECT_EQ(to_json(simulated_figures("times=catalogue")), to_json(SimulatedFigures{}));
}

TEST(SimulatedFigures, RefuseWhatTheyAreNot) {
  EXPECT_NE(refusal("drfit=2").find("found 'drfit=2'"), std::string::npos);
  EXPECT_NE(refusal("drift").find("drift must be a number"), std::string::npos);
  EXPECT_NE(refusal("drift=2x").find("found 'drift=2x'"), std::string::npos);
  EXPECT_NE(refusal("noise=-1").find("from 0 to 10"), std::string::npos);
  EXPECT_NE(refusal("memory=nan"), "");
  EXPECT_NE(refusal("times=tomorrow").find("times=catalogue or times=history"), std::string::npos);
}

}  // namespace
}  // namespace mutlua
