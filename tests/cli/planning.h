// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "cli/program.h"

namespace mutlua {

inline bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A study of two rates, in `replicates` replicates.
inline std::string study(const std::string& rates, int replicates, const std::string& more = "") {
  return fmt::format(R"(
local mut = require "mutlua"
local study = mut.study {{ name = "rates", seed = 1, replicates = {}, {} }}
for i, rate in ipairs {{ {} }} do
  study:add {{ label = "rate " .. i, foreground = mut.model("test/a"):with {{ learning_rate = rate }} }}
end
study:run()
)",
                     replicates, more, rates);
}

/// What `mutlua plan --json` says of study.lua.
inline Json plan(Workshop& workshop, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"plan", "study.lua", "--json"});
  const Ended ended = workshop.mutlua(more);
  EXPECT_EQ(ended.status, 0) << ended.err;
  return parse_json(ended.out, "plan");
}

/// The state of each trial of a plan.
inline std::multiset<std::string> states(const Json& plan) {
  std::multiset<std::string> found;
  for (const Json& trial : plan.at("trials")) found.insert(trial.at("state").get<std::string>());
  return found;
}

}  // namespace mutlua
