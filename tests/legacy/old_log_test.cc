// SPDX-License-Identifier: MIT
#include "legacy/old_log.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"
#include "legacy/running.h"
#include "support/legacy_data.h"

namespace mutlua {
namespace {

Model reading(std::vector<Metric> metrics) {
  Model model;
  model.name = "test/model";
  model.metrics = std::move(metrics);
  return model;
}

LegacyLogReader read_whole(const Model& model, const std::string& log,
                           std::size_t piece = ~std::size_t{0}) {
  LegacyLogReader reader(model);
  for (std::size_t i = 0; i < log.size(); i += std::min(piece, log.size())) {
    reader.feed(std::string_view(log).substr(i, piece));
  }
  reader.finish();
  return reader;
}

/// What a pattern gives: "none" without a match, "?" for what is no number.
std::string value(const std::string& pattern, const std::string& log) {
  const LegacyMetric metric = read_whole(reading({{"m", pattern}}), log).metrics().at(0);
  if (!metric.captured) return "none";
  return metric.value ? number_text(*metric.value) : "?";
}

TEST(LegacyLogReader, TakesTheLastMatchOfTheWholeLog) {
  EXPECT_EQ(value("acc: ([0-9.]+)", "acc: 0.1\nACC: 0.2\nacc: x\n"), "0.2");
  EXPECT_EQ(value("acc: ([0-9.]+)", "loss 3"), "none");
  EXPECT_EQ(value("[0-9]+", "1 22 333"), "333");
}

TEST(LegacyLogReader, FallsBackToNoEarlierMatchWhereTheLastIsNoNumber) {
  EXPECT_EQ(value("acc: ([0-9.]+)", "acc: 0.9\nacc: 0.5."), "?");
  EXPECT_EQ(value("acc: ([0-9.]+)", "acc: 0.9\nacc: ."), "?");
  EXPECT_EQ(value("acc:(?: ([0-9]+))?", "acc: 9\nacc: no"), "?");
}

TEST(LegacyLogReader, ReadsBlanksAsPythonDoesOverAnyNumberOfLines) {
  EXPECT_EQ(value("acc[:\\s]+([0-9.]+)", "acc:\n\n\n\n\n\n\n 0.5"), "0.5");
  EXPECT_EQ(value("acc\\s+([0-9.]+)",
                  "acc\xc2\xa0\xe3\x80\x80\x0b\x1c"
                  "0.5"),
            "0.5");
  EXPECT_EQ(value("acc (\\S+)", "acc 7\xe3\x80\x80x"), "7");
}

TEST(LegacyLogReader, TakesTheLogForOneTextInWhichAnchorsStandAtBothEnds) {
  EXPECT_EQ(value("^acc: ([0-9]+)", "acc: 1\nacc: 2\n"), "1");
  EXPECT_EQ(value("^acc: ([0-9]+)", "x\nacc: 2\n"), "none");
  EXPECT_EQ(value("acc: ([0-9]+)$", "acc: 1\nacc: 2\n"), "2");
  EXPECT_EQ(value("acc: ([0-9]+)$", "acc: 1\nno\n"), "none");
  EXPECT_EQ(value("^acc: ([0-9]+)", std::string(500'000, 'x') + "\nacc: 2\n"), "none");
}

TEST(LegacyLogReader, ReadsBadBytesAndAllLineEndsAsTheOldToolDid) {
  EXPECT_EQ(value("acc: ([0-9.]+)",
                  "ac\xff"
                  "c: 0.\xe5\x87"
                  "5\r"),
            "0.5");
  EXPECT_EQ(value("a.b ([0-9])", "a\rb 1 a\vb 2"), "2");
  EXPECT_EQ(value("测试[:\\s]+([0-9.]+)", "测试: 0.5"), "0.5");
}

TEST(LegacyLogReader, DoesNotDependOnThePieces) {
  std::string log;
  for (int i = 0; i < 40'000; ++i) {
    log += i % 7 == 0 ? "acc\r\n: " + std::to_string(i) + "准确\n" : "nothing here\r";
  }
  const Model model = reading({{"acc", "acc[:\\s]+([0-9]+)准确"}});
  for (const std::size_t piece : {1, 1000, 65536, 1'000'000}) {
    const LegacyLogReader reader = read_whole(model, log, piece);
    EXPECT_EQ(reader.metrics().at(0).value, 39998) << piece;
    EXPECT_EQ(reader.verdict().message, "No errors detected");
  }
}

TEST(LegacyLogReader, FindsWhatFollowsALineWithoutAnEnd) {
  const std::string endless(3'000'000, '.');
  EXPECT_EQ(value("acc: ([0-9]+)", endless + "acc: 1" + endless + "acc: 2"), "2");
}

TEST(LegacyLogReader, KnowsTheExitStatusThatTheOldWrapperPrinted) {
  const std::string log = "[Train Wrapper] Training finished with exit code: 137\nmore\n";
  EXPECT_EQ(read_whole(reading({}), log).exit_status(), 137);
  EXPECT_EQ(read_whole(reading({}), "exit code: 1\n").exit_status(), std::nullopt);
}

TEST(LegacyLogReader, RefusesAPatternThatCannotBeUsed) {
  EXPECT_THROW(LegacyLogReader(reading({{"m", "a(?!b)"}})), Error);
}

TEST(OldLogs, HaveTheVerdictsAndMetricsOfTheOldTool) {
  const auto file = test::legacy_data() / "golden_metrics.json";
  if (!std::filesystem::exists(file)) {
    GTEST_SKIP() << "no logs in " << test::legacy_data() << "; set MUTLUA_LEGACY_DATA";
  }
  int compared = 0;
  for (const Json& one : read_json(file)) {
    SCOPED_TRACE(one.at("log"));
    const std::string model =
        one.at("repo").get<std::string>() + "/" + one.at("model").get<std::string>();
    const LegacyLogReader reader =
        read_whole(test::catalogue().find(model),
                   read_file(test::legacy_data() / one.at("log").get<std::string>()), 4096);
    EXPECT_EQ(reader.verdict().success, one.at("success"));
    EXPECT_EQ(reader.verdict().message, one.at("message"));
    Json metrics = Json::object();
    for (const LegacyMetric& metric : reader.metrics()) {
      if (metric.value) metrics[metric.name] = *metric.value;
    }
    EXPECT_EQ(metrics, one.at("metrics"));
    EXPECT_EQ(reader.exit_status(), 0);
    ++compared;
  }
  EXPECT_GE(compared, 24);
}

}  // namespace
}  // namespace mutlua
