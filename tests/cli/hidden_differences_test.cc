// SPDX-License-Identifier: MIT
// Cells over trials that were treated otherwise, where only their records tell it.
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

constexpr const char* kStudy = R"lua(
local mut = require "mutlua"
local given = mut.options { wait = { default = 0 }, load = { default = 1 }, seed_of = { default = 0 } }
local study = mut.study { name = "cells", seed = 1, replicates = 2 }
local model = mut.model "test/a"
if given.seed_of > 0 then model = model:with { seed = given.seed_of } end
study:add { foreground = model, background = mut.model("test/b"):with { epochs = given.load },
            factors = { arm = "beside" }, cooling = { seconds = given.wait } }
study:run()
)lua";

class HiddenDifferences : public testing::Test {
 protected:
  HiddenDifferences() { workshop.script(kStudy); }

  /// Measures, and forgets what the script no longer asks for.
  void run(const std::vector<std::string>& options = {}) {
    const Ended ended = workshop.run(options);
    ASSERT_EQ(ended.status, 0) << ended.err;
    std::filesystem::remove(workshop.sessions().front() / "unasked.json");
  }

  Json pooled() {
    const Ended ended = workshop.mutlua({"analyze", "--json"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    return parse_json(ended.out, "analysis").at("pooled");
  }

  Workshop workshop;
};

TEST_F(HiddenDifferences, AreWaitsAndWhatTheLoadIsTold) {
  run();
  EXPECT_EQ(pooled(), Json::array());
  run({"--load", "2"});
  EXPECT_EQ(pooled(), Json::parse(R"(["load's epochs"])"));
  run({"--wait", "0.001"});
  EXPECT_EQ(pooled(), Json::parse(R"(["cooling", "load's epochs"])"));
  const Ended text = workshop.mutlua({"analyze"});
  EXPECT_NE(text.out.find("Trials of one cell differ in cooling, load's epochs."),
            std::string::npos)
      << text.out;
}

TEST_F(HiddenDifferences, AreTheCommandLineWhereOnlyThatTells) {
  run();
  Json repository = workshop.repository("train.sh");
  repository["model_flag"] = "-m";
  workshop.catalogue(repository);
  run();
  EXPECT_EQ(pooled(), Json::parse(R"(["command line"])"));
}

TEST_F(HiddenDifferences, AreATreatmentWhereTheRecordsDoNotTell) {
  run();
  run({"--wait", "0.001"});
  for (const auto& entry : std::filesystem::directory_iterator(workshop.sessions().front())) {
    const auto file = entry.path() / "experiment.json";
    if (!std::filesystem::exists(file)) continue;
    Json record = read_json(file);
    record.erase("specification");
    std::ofstream(file) << record.dump();
  }
  EXPECT_EQ(pooled(), Json::parse(R"(["treatment"])"));
}

TEST_F(HiddenDifferences, AreNoSeeds) {
  Json repository = workshop.repository("train.sh");
  repository["hyperparameters"]["seed"] = {{"flag", "-s"}, {"type", "int"}};
  workshop.catalogue(repository);
  run({"--seed_of", "1"});
  run({"--seed_of", "2"});
  EXPECT_EQ(pooled(), Json::array());
}

}  // namespace
}  // namespace mutlua
