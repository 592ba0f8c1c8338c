// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <csignal>

#include "cli/fake_machine.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

/// The foreground moves the counter on, without ever leaving its file empty.
constexpr const char* kTraining =
    "for e in 1 2 3; do\n"
    "  echo \"Epoch $e/3\"; sleep 0.15\n"
    "  case \"$*\" in *\"-n a\"*) read j < \"$ENERGY_UJ\"; echo $((j + 1700003)) 1<> "
    "\"$ENERGY_UJ\";;\n"
    "  esac\n"
    "done\n"
    "echo accuracy: 0.9\n";

constexpr const char* kStudy = R"(
local mut = require "mutlua"
local study = mut.study { name = "recomputed", replicates = 2 }
study:add { foreground = mut.model "test/a", label = "alone" }
study:add { foreground = mut.model "test/a", background = mut.model "test/b", label = "beside" }
study:run()
)";

/// A load that repeats, so that no two windows are alike.
const Json kBursts = {
    {{"power",
      {{{"watts", 80}},
       {{"from_s", 0}, {"until_s", 3600}, {"period_s", 0.13}, {"high", 500}, {"low", 90}}}}}};

class Recompute : public testing::Test {
 protected:
  Recompute() {
    machine.workshop.train("train.sh", kTraining);
    machine.workshop.script(kStudy);
  }

  /// Folders of the session's trials.
  std::vector<fs::path> trials() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(machine.workshop.sessions().back())) {
      if (fs::exists(entry.path() / "energy")) found.push_back(entry.path());
    }
    return found;
  }

  fs::path measured_trial() {
    const Ended ended = machine.workshop.run();
    EXPECT_EQ(ended.status, 0) << ended.err;
    return trials().at(0);
  }

  FakeMachine machine{kBursts};
};

TEST_F(Recompute, GivesTheEnergyOfEveryTrialOfAStudyAgainExactly) {
  const Ended study = machine.workshop.run();
  ASSERT_EQ(study.status, 0) << study.err;
  ASSERT_EQ(trials().size(), 4u);
  for (const fs::path& trial : trials()) {
    const Ended ended = machine.mutlua({"recompute", trial.string(), "--json"});
    EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
    const Json document = parse_json(ended.out, "recompute");
    EXPECT_EQ(document.at("equal"), true);
    EXPECT_GT(document.at("compared"), 40);
    EXPECT_GT(document.at("recomputed").at("gpu_joules"), 0);
    EXPECT_GT(document.at("recomputed").at("cpu").at("gross_joules"), 0);
  }
}

TEST_F(Recompute, SeesAChangedDigitOfTheTrace) {
  const fs::path trial = measured_trial();
  const fs::path file = trial / "energy/trace.csv";
  std::string text = Workshop::content(file);
  std::size_t comma = text.rfind('\n', text.size() - 2);  // of the reading at the end
  for (int cell = 0; cell < 5; ++cell) comma = text.find(',', comma + 1);
  char& digit = text[comma - 1];  // the last one of the package's counter
  ASSERT_TRUE(digit >= '0' && digit <= '9') << text;
  digit = digit == '8' ? '7' : '8';
  std::ofstream(file, std::ios::binary) << text;
  const Ended ended = machine.mutlua({"recompute", trial.string()});
  EXPECT_EQ(ended.status, 1) << ended.out;
  EXPECT_NE(ended.out.find("differs: cpu.gross_joules"), std::string::npos) << ended.out;
}

TEST_F(Recompute, LeavesATornLastLineOut) {
  const fs::path trial = measured_trial();
  std::ofstream(trial / "energy/trace.csv", std::ios::binary | std::ios::app) << "99,0,12";
  std::ofstream(trial / "energy/gpu_samples.csv", std::ios::binary | std::ios::app) << "0,17";
  const Ended ended = machine.mutlua({"recompute", trial.string()});
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
}

TEST_F(Recompute, GivesAnInterruptedTrialUpToItsLastRow) {
  machine.workshop.train("train.sh",
                         "for e in 1 2 3 4 5 6 7 8 9; do\n"
                         "  echo $((1000000 + e * 1000000)) 1<> \"$ENERGY_UJ\"; sleep 0.3\n"
                         "done; touch \"$MUTLUA_WORKSHOP/slept\"; sleep 60\n");
  machine.workshop.script(
      "local mut = require 'mutlua'\n"
      "local study = mut.study { name = 'interrupted' }\n"
      "study:add { foreground = mut.model 'test/a' }\n"
      "study:run()\n");
  const pid_t runner = machine.workshop.start({"run", "study.lua"});
  const bool slept =
      Workshop::eventually([&] { return fs::exists(machine.workshop.folder / "slept"); });
  ::kill(runner, SIGKILL);
  machine.workshop.wait(runner);
  ASSERT_TRUE(slept);
  ASSERT_TRUE(machine.workshop.nothing_alive());
  const Ended ended = machine.mutlua({"recompute", trials().at(0).string(), "--json"});
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  const Json document = parse_json(ended.out, "recompute");
  EXPECT_TRUE(document.at("equal").is_null());
  EXPECT_NE(machine.mutlua({"recompute", trials().at(0).string()}).out.find("nothing to hold it"),
            std::string::npos);
  EXPECT_GT(document.at("recomputed").at("seconds"),
            0.5);  // readings of the GPU are a second apart
  EXPECT_GT(document.at("recomputed").at("cpu").at("gross_joules"), 1.0) << ended.out;
}

TEST_F(Recompute, RefusesAFolderWithoutATrace) {
  fs::create_directory(machine.workshop.folder / "empty");
  const Ended ended = machine.mutlua({"recompute", "empty"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_NE(ended.err.find("no raw trace"), std::string::npos) << ended.err;
  EXPECT_EQ(machine.mutlua({"recompute", "nowhere"}).status, 2);
}

}  // namespace
}  // namespace mutlua
