// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

/// Logs of the workshop's model test/a, which has the metric accuracy.
class Extract : public testing::Test {
 protected:
  /// What `mutlua extract --json` prints of this log.
  Json extracted(const std::string& log, std::vector<std::string> options = {}) {
    workshop.folder.write("training.log", log);
    options.insert(options.begin(), {"extract", "training.log", "--json"});
    if (!beside) options.insert(options.end(), {"--model", "test/a"});
    const Ended ended = workshop.mutlua(options);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return parse_json(ended.out, "extract");
  }

  void record(const Json& content) {
    workshop.folder.write("experiment.json", content.dump());
    beside = true;
  }

  static std::string why(const Json& document, const std::string& about) {
    for (const Json& each : document.at("differences")) {
      if (each.at("about") == about) return each.at("why");
    }
    return "";
  }

  Workshop workshop;
  bool beside = false;
};

const std::string kGood =
    "Epoch 1/2\naccuracy: 0.5\nEpoch 2/2\naccuracy: 0.75\nTraining completed successfully\n";
const std::string kStatus0 = "[Train Wrapper] Training finished with exit code: 0\n";

TEST_F(Extract, PrintsBothVerdictsTheMetricsAndTheEpochs) {
  const Json document = extracted(kGood + kStatus0);
  EXPECT_EQ(document.at("model"), "test/a");
  EXPECT_EQ(document.at("verdict").at("success"), true);
  EXPECT_EQ(document.at("exit_status"), 0);
  EXPECT_EQ(document.at("metrics"), Json({{"accuracy", 0.75}}));
  ASSERT_EQ(document.at("epochs").size(), 2u);
  EXPECT_EQ(document.at("epochs")[1].at("index"), 2);
  EXPECT_EQ(document.at("legacy"), Json({{"success", true},
                                         {"message", "Training completed successfully"},
                                         {"metrics", {{"accuracy", 0.75}}}}));
  EXPECT_TRUE(document.at("differences").empty()) << document;
}

TEST_F(Extract, PrintsATableForPeople) {
  workshop.folder.write("training.log", kGood);
  const Ended ended = workshop.mutlua({"extract", "--model", "test/a", "training.log"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  for (const char* part :
       {"test/a    mutlua   old tool", "verdict   success  success", "accuracy  0.75     0.75",
        "epochs    2", "mutlua: the log has metrics; the exit status is not known",
        "old tool: Training completed successfully"}) {
    EXPECT_NE(ended.out.find(part), std::string::npos) << part << "\n" << ended.out;
  }
}

TEST_F(Extract, SaysThatAWordOfSuccessHidAnError) {
  const Json document = extracted("mAP: 0.1\nAssertionError\n", {"--exit-status", "1"});
  EXPECT_EQ(document.at("legacy").at("success"), true);
  EXPECT_EQ(document.at("verdict").at("success"), false);
  EXPECT_NE(why(document, "verdict").find("took 'mAP:' in the log for success"), std::string::npos);
  EXPECT_NE(why(document, "verdict").find("exit status 1"), std::string::npos) << document;
}

TEST_F(Extract, SaysThatASuccessHasNoMetric) {
  const Json document = extracted("Evaluation completed\n");
  EXPECT_EQ(document.at("legacy").at("success"), true);
  EXPECT_EQ(document.at("verdict").at("success"), false);
  EXPECT_NE(why(document, "verdict").find("the log shows no metric"), std::string::npos);
}

TEST_F(Extract, SaysThatTheOldToolTookAWordOfErrorForAFailureAndKeptNoMetric) {
  const Json document = extracted("accuracy: 0.9\nwarning: FileNotFoundError\n" + kStatus0);
  EXPECT_EQ(document.at("verdict").at("success"), true);
  EXPECT_EQ(document.at("metrics").at("accuracy"), 0.9);
  EXPECT_EQ(document.at("legacy").at("message"), "Error pattern found: FileNotFoundError");
  EXPECT_TRUE(document.at("legacy").at("metrics").empty());
  EXPECT_NE(why(document, "verdict").find("'FileNotFoundError'"), std::string::npos);
  EXPECT_NE(why(document, "accuracy").find("kept no metric"), std::string::npos);
}

TEST_F(Extract, KnowsNoVerdictWhereTheLogSpeaksOfAnErrorAndTheExitStatusIsNotKnown) {
  const Json document = extracted("accuracy: 0.9\nKeyboardInterrupt\n");
  EXPECT_EQ(document.at("verdict").at("success"), nullptr);
  EXPECT_NE(document.at("verdict").at("reason").get<std::string>().find("KeyboardInterrupt"),
            std::string::npos);
  EXPECT_EQ(document.at("exit_status"), nullptr);
}

TEST_F(Extract, SaysWhyANumberIsReadOtherwise) {
  const std::string end = "\nEvaluation completed\n";
  EXPECT_NE(why(extracted("accuracy: 0.9\naccuracy: 0.5." + end), "accuracy").find("'0.5.'"),
            std::string::npos);
  EXPECT_NE(why(extracted("accuracy: 0.9\naccuracy: nan" + end), "accuracy").find("is nan"),
            std::string::npos);
  EXPECT_NE(why(extracted("accuracy: 5e-3" + end), "accuracy").find("exponent"), std::string::npos);
  Json repository = workshop.repository("train.sh");
  repository["metrics"] = {{"accuracy", "^accuracy: ([0-9.]+)$"}};
  workshop.catalogue(repository);
  EXPECT_NE(why(extracted("x\naccuracy: 0.9" + end), "accuracy").find("whole log"),
            std::string::npos);
}

TEST_F(Extract, TakesTheModelFromTheRecordBesideTheLog) {
  record({{"repository", "test"}, {"model", "b"}});
  EXPECT_EQ(extracted(kGood).at("model"), "test/b");
  record({{"foreground", {{"repository", "test"}, {"model", "a"}, {"outcome", {{"exit_code", 3}}}}},
          {"background", {{"repository", "test"}, {"model", "b"}}}});
  const Json parallel = extracted(kGood);
  EXPECT_EQ(parallel.at("model"), "test/a");
  EXPECT_EQ(parallel.at("exit_status"), 3);
  EXPECT_EQ(extracted(kGood, {"--exit-status", "0"}).at("exit_status"), 0);
}

TEST_F(Extract, ReadsTheLogOfATrialThatWasMeasured) {
  workshop.script(R"(
    local mut = require "mutlua"
    local study = mut.study { name = "logged" }
    study:add { foreground = mut.model "test/a" }
    study:run()
  )");
  ASSERT_EQ(workshop.run().status, 0);
  for (const auto& entry : std::filesystem::directory_iterator(workshop.sessions().back())) {
    const auto log = entry.path() / "training.log";
    if (!std::filesystem::exists(log)) continue;
    const Ended ended = workshop.mutlua({"extract", log.string(), "--json"});
    ASSERT_EQ(ended.status, 0) << ended.err;
    const Json document = parse_json(ended.out, "extract");
    EXPECT_EQ(document.at("model"), "test/a");
    EXPECT_EQ(document.at("exit_status"), 0);
    EXPECT_EQ(document.at("epochs").size(), 3u);
    return;
  }
  FAIL() << "no trial has a log";
}

TEST_F(Extract, RefusesWhatItCannotRead) {
  workshop.folder.write("training.log", kGood);
  const Ended nameless = workshop.mutlua({"extract", "training.log"});
  EXPECT_EQ(nameless.status, 2);
  EXPECT_NE(nameless.err.find("--model REPOSITORY/MODEL"), std::string::npos) << nameless.err;
  const Ended unknown = workshop.mutlua({"extract", "training.log", "--model", "test/c"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_NE(unknown.err.find("unknown model 'test/c'"), std::string::npos) << unknown.err;
  const Ended missing = workshop.mutlua({"extract", "none.log", "--model", "test/a"});
  EXPECT_EQ(missing.status, 3);
  EXPECT_NE(missing.err.find("cannot read the log none.log"), std::string::npos) << missing.err;
}

}  // namespace
}  // namespace mutlua
