// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

constexpr const char* kSettings = R"({
  "experiment_name": "old", "max_retries": 0,
  "experiments": [{"repo": "test", "model": "a", "mode": "mutation", "mutate": ["learning_rate"]}]
})";

class OldCommandLine : public testing::Test {
 protected:
  OldCommandLine() { workshop_.folder.write("settings.txt", kSettings); }

  Ended mutlua(std::vector<std::string> words) {
    words.insert(words.end(), {"--cooldown", "0"});
    return workshop_.mutlua(words);
  }
  static bool says(const Ended& ended, const std::string& part) {
    return ended.err.find(part) != std::string::npos;
  }
  std::size_t rows() const {
    const std::string text = Workshop::content(workshop_.folder / "results/summary_all.csv");
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }

  Workshop workshop_;
};

TEST_F(OldCommandLine, RunsASettingsFileOfAnyName) {
  const Ended ended = mutlua({"-ec", "settings.txt", "-s", "42"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  ASSERT_EQ(workshop_.records().size(), 1u);
  EXPECT_EQ(workshop_.records()[0].at("study"), "old");
  EXPECT_EQ(workshop_.records()[0].at("provenance").at("seed"), 42);
}

TEST_F(OldCommandLine, HonoursRunsAndRetriesOverTheFile) {
  workshop_.train("train.sh", "exit 1\n");
  const Ended ended = mutlua({"--exp=settings.txt", "-n3", "-mr", "1"});
  EXPECT_EQ(ended.status, 1) << ended.err;
  ASSERT_EQ(workshop_.records().size(), 3u);
  for (const Json& record : workshop_.records()) EXPECT_EQ(record.at("retries"), 2);
}

TEST_F(OldCommandLine, HonoursAGovernorOverTheFile) {
  const std::string cpufreq = "sys/devices/system/cpu/cpufreq/policy0/";
  workshop_.folder.write(cpufreq + "scaling_governor", "powersave\n");
  workshop_.folder.write(cpufreq + "scaling_available_governors", "performance powersave\n");
  workshop_.folder.write(cpufreq + "affected_cpus", "0\n");
  ::setenv("MUTLUA_SYSFS_ROOT", (workshop_.folder / "sys").c_str(), 1);
  const Ended ended = mutlua({"-ec", "settings.txt", "-g", "performance"});
  ::unsetenv("MUTLUA_SYSFS_ROOT");
  ASSERT_EQ(ended.status, 0) << ended.err;
  const Json record = workshop_.records().at(0);
  EXPECT_EQ(record.at("provenance").at("governor_set").at("asked"), "performance");
  EXPECT_EQ(workshop_.folder.read(cpufreq + "scaling_governor"), "powersave");
}

TEST_F(OldCommandLine, RunsMutationsOfOneModel) {
  const std::vector<std::string> words = {
      "--repo", "test", "--model=a", "-mt", "epochs, learning_rate", "-n", "2"};
  const Ended ended = mutlua(words);
  ASSERT_EQ(ended.status, 0) << ended.err;
  ASSERT_EQ(workshop_.records().size(), 2u);
  const Json first = workshop_.records()[0];
  EXPECT_EQ(first.at("study"), "test/a: epochs learning_rate");
  EXPECT_EQ(first.at("hyperparameters").size(), 2u);
  const Ended again = mutlua(words);
  EXPECT_TRUE(says(again, "all 2 trials were done before")) << again.err;
}

TEST_F(OldCommandLine, NamesTheOptionOfWhatCannotRun) {
  const Ended model = mutlua({"-r", "test", "-m", "z", "-mt", "all"});
  EXPECT_EQ(model.status, 1);
  EXPECT_TRUE(says(model, "error: -m: left out: test has no model 'z'")) << model.err;
  const Ended name = mutlua({"-r", "test", "-m", "a", "-mt", "weight"});
  EXPECT_EQ(name.status, 1);
  EXPECT_TRUE(says(name, "error: -mt: ")) << name.err;
  EXPECT_TRUE(says(name, "epochs, learning_rate")) << name.err;
  EXPECT_TRUE(workshop_.records().empty());
}

TEST_F(OldCommandLine, RunsNothingForNoRuns) {
  const Ended ended = mutlua({"-r", "test", "-m", "a", "-mt", "all", "-n", "0"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(workshop_.records().empty());
}

TEST_F(OldCommandLine, SaysHowAJoinedWordWasRead) {
  const Ended ended = mutlua({"-ec", "settings.txt", "-mr2"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_TRUE(says(ended, "note: -mr2: read as -mr 2; the old tool took it for -m r2"))
      << ended.err;
}

TEST_F(OldCommandLine, ListsTheModels) {
  const std::string models = workshop_.mutlua({"models"}).out;
  EXPECT_FALSE(models.empty());
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"-l"}, {"--list"}, {"-ec", "absent.json", "--li"}}) {
    const Ended ended = workshop_.mutlua(words);
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(ended.out, models);
  }
  EXPECT_TRUE(workshop_.sessions().empty());
}

TEST_F(OldCommandLine, EndsWithTwoForWhatItDoesNotUnderstand) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"-ec"},
                                                {"-ec", "absent.json"},
                                                {"-ec", "settings.txt", "stray"},
                                                {"-ec", "settings.txt", "-n", "many"},
                                                {"-ec", "settings.txt", "-g", "userspace"},
                                                {"-ec", "settings.txt", "--m", "2"},
                                                {"-r", "test"},
                                                {"-n", "5"}}) {
    EXPECT_EQ(mutlua(words).status, 2) << words.back();
  }
  EXPECT_TRUE(workshop_.sessions().empty());
}

TEST_F(OldCommandLine, AppendsTheSummaryWhereAsked) {
  ASSERT_EQ(mutlua({"-ec", "settings.txt", "-n", "2"}).status, 0);
  EXPECT_EQ(rows(), 0u);
  ASSERT_EQ(mutlua({"-ec", "settings.txt", "-n", "3", "-S"}).status, 0);
  EXPECT_EQ(rows(), 4u);
  ASSERT_EQ(mutlua({"-ec", "settings.txt", "-n", "3", "--enable-summary"}).status, 0);
  EXPECT_EQ(rows(), 4u);
  ASSERT_EQ(mutlua({"-ec", "settings.txt", "--fresh", "-S"}).status, 0);
  EXPECT_EQ(rows(), 5u);
  ASSERT_EQ(mutlua({"-ec", "settings.txt", "-n", "4", "--skip-summary-append"}).status, 0);
  EXPECT_EQ(rows(), 5u);
}

TEST_F(OldCommandLine, AppendsWhatIsDoneWhenItIsStopped) {
  workshop_.train("train.sh", "[ -e second ] && sleep 1000\ntouch second\necho accuracy: 1\n");
  const pid_t runner = workshop_.start({"-ec", "settings.txt", "-n", "2", "-S", "--cooldown", "0"});
  ASSERT_TRUE(Workshop::eventually([&] { return workshop_.records().size() == 1; }));
  ::kill(runner, SIGINT);
  EXPECT_EQ(workshop_.wait(runner).status, 130);
  EXPECT_EQ(rows(), 2u);
}

TEST_F(OldCommandLine, LeavesASummaryAloneThatIsNone) {
  workshop_.folder.write("results/summary_all.csv", "not,a,summary\r\n");
  const Ended ended = mutlua({"-ec", "settings.txt", "-S"});
  EXPECT_EQ(ended.status, 3);
  EXPECT_TRUE(says(ended, "summary_all.csv is left as it is")) << ended.err;
  EXPECT_EQ(workshop_.folder.read("results/summary_all.csv"), "not,a,summary\r\n");
  EXPECT_EQ(workshop_.records().size(), 1u);
}

TEST_F(OldCommandLine, TakesTheOldCatalogue) {
  workshop_.folder.write("models_config.json",
                         Json{{"models",
                               {{"test",
                                 {{"path", (workshop_.folder / "repo").string()},
                                  {"train_script", "./train.sh"},
                                  {"models", {"a"}},
                                  {"model_flag", "-n"},
                                  {"required_args", nullptr},
                                  {"supported_hyperparams",
                                   {{"epochs",
                                     {{"flag", "-e"},
                                      {"type", "int"},
                                      {"default", 10},
                                      {"range", {5, 15}},
                                      {"distribution", "uniform"}}}}},
                                  {"performance_metrics",
                                   {{"log_patterns", {{"accuracy", "accuracy: ([0-9.]+)"}}}}}}}}}}
                             .dump());
  const Ended ended = mutlua({"-r", "test", "-m", "a", "-mt", "all", "-c", "models_config.json"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(workshop_.records().size(), 1u);
}

}  // namespace
}  // namespace mutlua
