// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

/// All that decides by results at once: precision, sentinels, repeats and a trial by hand.
const char* const kStudy = R"(local mut = require "mutlua"
local a = mut.model "test/a"
local study = mut.study { name = "s", seed = 7, order = "blocked", repeats = 1,
                          sentinel = { every = 4, foreground = mut.model "test/b" } }
study:add { foreground = a:with { epochs = 1 }, block = "x", label = "one" }
study:add { foreground = a:with { epochs = 2 }, block = "x", label = "two" }
local list = study:until_precise { outcome = "outcome.metrics.accuracy", half_width = 0.05,
                                   first = 3, most = 8 }
local last = mut.trial({ label = "last", precise = list[1].precise }, function()
  return mut.spawn(a:with { epochs = 3 }):wait().metrics.accuracy
end)
print(list[1].n, list[2].n, last.value)
)";

/// A training whose accuracy follows from its seed; every fifth seed fails.
Json seeded(const Workshop& workshop) {
  Json repository = workshop.repository("train.sh");
  repository["hyperparameters"]["seed"] = {
      {"flag", "--seed"}, {"type", "int"}, {"default", 1}, {"range", {0, 9999}}};
  return repository;
}

void train_by_seed(Workshop& workshop) {
  workshop.train("train.sh",
                 "seed=1\n"
                 "while [ $# -gt 1 ]; do [ \"$1\" = --seed ] && seed=$2; shift; done\n"
                 "sleep 0.03; echo Epoch 1/1\n"
                 "[ $((seed % 5)) = 0 ] && exit 1\n"
                 "echo \"accuracy: $((90 + seed % 17))\"\n");
  workshop.catalogue(seeded(workshop));
}

std::multiset<std::string> measured(const Workshop& workshop) {
  std::multiset<std::string> found;
  for (const Json& record : workshop.records()) {
    found.insert(record.at("identity").get<std::string>() + " " + record.at("repeat").dump() + " " +
                 record.at("label").get<std::string>());
  }
  return found;
}

TEST(AdaptiveStudy, EndsWithTheSameTrialsWhereverItIsKilled) {
  Workshop undisturbed;
  train_by_seed(undisturbed);
  undisturbed.script(kStudy);
  const Ended whole = undisturbed.run();
  ASSERT_FALSE(whole.out.empty()) << whole.err;

  Workshop killed;
  train_by_seed(killed);
  killed.script(kStudy);
  const std::size_t all = undisturbed.records().size();
  ASSERT_GT(all, 15u);
  std::size_t repeats = 0;
  for (const Json& record : undisturbed.records()) repeats += record.at("repeat") == 2;
  ASSERT_GT(repeats, 0u);
  for (std::size_t done = 2; done < all; done += 5) {
    const pid_t child = killed.start({"run", "study.lua"});
    Workshop::eventually([&] { return killed.records().size() >= done; });
    ::kill(child, SIGKILL);
    killed.wait(child);
    EXPECT_TRUE(killed.nothing_alive());
  }
  const Ended last = killed.run();
  EXPECT_EQ(last.out, whole.out) << last.err;
  EXPECT_EQ(last.status, whole.status);
  EXPECT_EQ(measured(killed), measured(undisturbed));
  EXPECT_EQ(killed.sessions().size(), 1u);
}

}  // namespace
}  // namespace mutlua
