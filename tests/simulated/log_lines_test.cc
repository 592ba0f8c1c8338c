// SPDX-License-Identifier: MIT
#include "simulated/log_lines.h"

#include <gtest/gtest.h>

#include "training/catalogue.h"
#include "training/log_reader.h"

namespace mutlua {
namespace {

const std::string kSettings = std::string(MUTLUA_SOURCE_FOLDER) + "/settings/";

Model model_with(const std::vector<Metric>& metrics) {
  Model model;
  model.name = "test/a";
  model.metrics = metrics;
  return model;
}

/// What the model's own reader makes of its lines, each metric with a number of its own.
MetricValues read_back(const Model& model, const LogLines& lines) {
  LogReader reader(model);
  double number = 0.125;
  for (const auto& [metric, line] : lines.metrics) {
    reader.feed(line.text(number), Instant{});
    number += 0.125;
  }
  reader.finish(Instant{});
  return reader.metrics();
}

/// What the trainings themselves print in percent; all else is a share of 1.
bool is_percent(const std::string& metric) {
  return metric == "test_accuracy" || metric == "best_val_accuracy";
}

class BundledCatalogue : public testing::TestWithParam<const char*> {};

TEST_P(BundledCatalogue, HasALineForEachMetricAndEachEpoch) {
  const Catalogue catalogue = Catalogue::load({kSettings + GetParam()});
  LogWriter writer;
  for (const Model& model : catalogue.models()) {
    const LogLines& lines = writer.lines_of(model);
    EXPECT_TRUE(lines.unwritten.empty()) << model.name << ": " << lines.unwritten.front();
    EXPECT_EQ(lines.epoch.has_value(), model.epoch.has_value()) << model.name;
    const MetricValues values = read_back(model, lines);
    ASSERT_EQ(values.size(), model.metrics.size()) << model.name;
    for (std::size_t i = 0; i < lines.metrics.size(); ++i) {
      for (const auto& [name, value] : values) {
        if (name != lines.metrics[i].metric) continue;
        const double share = 0.125 * static_cast<double>(i + 1);
        EXPECT_DOUBLE_EQ(value, is_percent(name) ? 100 * share : share)
            << model.name << " " << name;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogues, BundledCatalogue,
                         testing::Values("digits.json", "models.json"));

TEST(LogLines, KeepEachMetricsLastWordItsOwn) {
  const Model model = model_with(
      {{"accuracy", "accuracy: ([0-9.]+)"}, {"test_accuracy", "test_accuracy: ([0-9.]+)"}});
  LogWriter writer;
  const LogLines& lines = writer.lines_of(model);
  ASSERT_EQ(lines.metrics.size(), 2u);
  EXPECT_EQ(lines.metrics.front().metric, "test_accuracy") << "the other pattern reads it as well";
}

TEST(LogLines, WritePercentWhereAPatternTakesWholeNumbersOnly) {
  LogWriter writer;
  const LogLines& lines = writer.lines_of(model_with({{"accuracy", "^acc ([0-9]+) %$"}}));
  ASSERT_EQ(lines.metrics.size(), 1u);
  EXPECT_EQ(lines.metrics.front().line.text(0.93), "acc 93 %\n");
}

/// What is written for a share of 0.5.
std::string half_for(const char* pattern) {
  LogWriter writer;
  return writer.lines_of(model_with({{"share", pattern}})).metrics.at(0).line.text(0.5);
}

TEST(LogLines, WritePercentWhereAPatternHasAPlaceForThePercentSign) {
  EXPECT_EQ(half_for("acc: ([0-9.]+)%?"), "acc: 50.0000%\n");
  EXPECT_EQ(half_for("acc: ([0-9.]+)%"), "acc: 50.0000%\n");
  EXPECT_EQ(half_for("acc: ([0-9.]+) ?%?"), "acc: 50.0000%\n");
  EXPECT_EQ(half_for("acc: ([0-9.]+)\\s*% of all"), "acc: 50.0000% of all\n");
  EXPECT_EQ(half_for("acc: ([0-9.]+)"), "acc: 0.5000\n");
  EXPECT_EQ(half_for("acc: ([0-9.]+)\\b.*"), "acc: 0.5000\n") << "anything may follow it";
}

TEST(LogLines, SayWhichPatternHasNoLine) {
  LogWriter writer;
  const LogLines& lines =
      writer.lines_of(model_with({{"a", "\\p{Greek}: ([0-9.]+)"}, {"b", "b: ([0-9.]+)"}}));
  EXPECT_EQ(lines.unwritten, (std::vector<std::string>{"\\p{Greek}: ([0-9.]+)"}));
  EXPECT_EQ(lines.metrics.size(), 1u);
}

}  // namespace
}  // namespace mutlua
