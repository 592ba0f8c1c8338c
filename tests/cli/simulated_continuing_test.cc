// SPDX-License-Identifier: MIT
// A simulated study that is killed or stopped at random and continued is the one that was never
// disturbed.
#include <gtest/gtest.h>

#include <random>

#include "cli/program.h"

namespace mutlua {
namespace {

const std::string kSource = MUTLUA_SOURCE_FOLDER;
constexpr int kMostKills = 300;

struct Adaptive {
  const char* name;
  std::vector<std::string> words;
  int status;  ///< 1: it has trials that do not count
  std::size_t trials;
};

std::ostream& operator<<(std::ostream& stream, const Adaptive& study) {
  return stream << study.name;
}

/// Experiment id -> record, without what tells how often the program was started, and where.
std::map<std::string, Json> comparable(const Workshop& workshop) {
  std::map<std::string, Json> found;
  for (Json record : workshop.records()) {
    record.erase("lifetime");
    for (const char* part : {"foreground", "background"}) {
      if (!record.contains(part)) continue;
      record[part].erase("log_directory");
      record[part].erase("command");
    }
    record.erase("command");
    for (Json& mark : record["energy"]["marks"]) mark.erase("label");  // "training 12" of this run
    const auto name = record.at("experiment_id").get<std::string>();
    found[name] = std::move(record);
  }
  return found;
}

std::size_t finished(const Workshop& workshop) {
  std::size_t count = 0;
  for (const auto& session : workshop.sessions()) {
    for (const auto& entry : std::filesystem::directory_iterator(session))
      count += std::filesystem::exists(entry.path() / "experiment.json") ? 1 : 0;
  }
  return count;
}

/// What is known of the machine's rest in each block decides how long the next trial waits.
constexpr const char* kRestful = R"(
local mut = require "mutlua"
local study = mut.study { name = "restful", order = "blocked", replicates = 4,
  idle_per_block = true, cooling = { until_idle = true } }
for _, name in ipairs { "mnist", "mnist_rnn", "siamese" } do
  for _, epochs in ipairs { 5, 10 } do
    study:add { block = name, foreground = mut.model("examples/" .. name):with { epochs = epochs } }
  end
end
study:run()
)";

class KilledSimulation : public testing::TestWithParam<Adaptive> {
 protected:
  void prepare(Workshop& workshop) {
    workshop.script(kRestful);
    std::filesystem::copy_file(kSource + "/settings/models.json",
                               workshop.folder / "catalogue.json",
                               std::filesystem::copy_options::overwrite_existing);
  }
};

TEST_P(KilledSimulation, EndsWithTheRecordsOfAnUndisturbedOne) {
  Workshop undisturbed;
  prepare(undisturbed);
  const Ended whole = undisturbed.mutlua(GetParam().words);
  ASSERT_EQ(whole.status, GetParam().status) << whole.err;
  ASSERT_EQ(finished(undisturbed), GetParam().trials);

  std::mt19937 random(11);
  Workshop workshop;
  prepare(workshop);
  int kills = 0;
  Ended ended;
  while (kills < kMostKills) {
    const std::size_t until = finished(workshop) + 1 + random() % 5;
    const pid_t program = workshop.start(GetParam().words);
    int status = 0;
    while (finished(workshop) < until && ::waitpid(program, &status, WNOHANG) == 0) {
    }
    if (WIFEXITED(status) && finished(workshop) < until) break;
    ::usleep(static_cast<useconds_t>(random() % 5000));
    ::kill(program, random() % 3 == 0 ? SIGTERM : SIGKILL);  // who is asked to end leaves notes
    ::waitpid(program, &status, 0);
    ++kills;
    if (finished(workshop) == GetParam().trials) break;
  }
  ended = workshop.mutlua(GetParam().words);
  EXPECT_EQ(ended.status, GetParam().status) << ended.err;
  EXPECT_GE(kills, 3);
  const auto expected = comparable(undisturbed);
  const auto found = comparable(workshop);
  ASSERT_EQ(found.size(), expected.size());
  for (const auto& [name, record] : expected) {
    ASSERT_TRUE(found.contains(name)) << name;
    EXPECT_EQ(found.at(name), record) << Json::diff(record, found.at(name)).dump(1);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Studies, KilledSimulation,
    testing::Values(Adaptive{"adaptive_learning_rate",
                             {kSource + "/scripts/adaptive_learning_rate.lua", "--simulate-with",
                              "drift=1,ambient=42", "--seed", "3"},
                             0,
                             24},
                    Adaptive{"drop_oom_pairs",
                             {kSource + "/scripts/drop_oom_pairs.lua", "--simulate-with",
                              "memory=5000", "--seed", "3", "--replicates", "3"},
                             1,
                             30},
                    Adaptive{"rest_in_each_block",
                             {"study.lua", "--simulate-with", "drift=3", "--seed", "3"},
                             0,
                             24}),
    [](const auto& study) { return study.param.name; });

}  // namespace
}  // namespace mutlua
