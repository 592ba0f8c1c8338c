// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

const std::string kSource = MUTLUA_SOURCE_FOLDER;

/// The workshop's catalogue is the bundled one.
void use_digits(Workshop& workshop) {
  std::filesystem::copy_file(kSource + "/settings/digits.json", workshop.folder / "catalogue.json",
                             std::filesystem::copy_options::overwrite_existing);
}

TEST(Flagship, MeasuresAllItsTrialsWithAllTheirMetricsOnTheBundledCatalogue) {
  Workshop workshop;
  use_digits(workshop);
  const std::vector<std::string> command{"run", kSource + "/scripts/concurrent_study.lua",
                                         "--cooldown", "0"};
  const Ended ended = workshop.mutlua(command);
  ASSERT_EQ(ended.status, 0) << ended.err;

  const auto identities = workshop.identities();
  EXPECT_EQ(identities.size(), 132u);
  EXPECT_EQ(std::set<std::string>(identities.begin(), identities.end()).size(), 132u);
  int concurrent = 0;
  for (const Json& record : workshop.records()) {
    const Json& training = record.contains("foreground") ? record.at("foreground") : record;
    EXPECT_EQ(training.at("training_success"), true) << record.at("experiment_id");
    EXPECT_TRUE(training.at("outcome").at("missing_metrics").empty());
    EXPECT_FALSE(training.at("performance_metrics").empty());
    EXPECT_EQ(record.at("catalogue"), "digits");
    if (record.contains("background")) ++concurrent;
  }
  EXPECT_EQ(concurrent, 60);  // 12 pairs: the defaults and four edges beside the companion

  const Ended results = workshop.mutlua({"results", "--json"});
  EXPECT_EQ(parse_json(results.out, "results").at("trials").size(), 132u);
  const std::string summary = Workshop::content(workshop.sessions().back() / "summary.csv");
  EXPECT_EQ(std::count(summary.begin(), summary.end(), '\n'), 133);

  const Ended again = workshop.mutlua(command);
  EXPECT_EQ(again.status, 0);
  EXPECT_NE(again.err.find("all 132 trials were done before"), std::string::npos) << again.err;
}

TEST(Flagship, PilotIsTheFirstThreePairs) {
  Workshop workshop;
  use_digits(workshop);
  const Ended ended = workshop.mutlua(
      {"plan", kSource + "/scripts/concurrent_study.lua", "--pairs", "pilot", "--json"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  const Json plan = parse_json(ended.out, "plan");
  EXPECT_EQ(plan.at("totals").at("trials"), 33);
  EXPECT_TRUE(plan.at("diagnostics").empty()) << plan.at("diagnostics");
}

}  // namespace
}  // namespace mutlua
