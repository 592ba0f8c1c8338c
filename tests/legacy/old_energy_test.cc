// SPDX-License-Identifier: MIT
// The energy of real experiments, against what was computed from the same files elsewhere.
#include "legacy/old_energy.h"

#include <gtest/gtest.h>

#include <cmath>

#include "legacy/import.h"
#include "legacy/old_record.h"
#include "store/imported.h"
#include "store/index.h"
#include "support/legacy_data.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

class RealEnergy : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(test::legacy_data() / "golden_energy.json")) {
      GTEST_SKIP() << "no golden_energy.json in " << test::legacy_data()
                   << "; set MUTLUA_LEGACY_DATA";
    }
    golden_ = read_json(test::legacy_data() / "golden_energy.json");
  }
  Json golden_;
};

TEST_F(RealEnergy, OldFiguresAreExactAndTheIntegralIsRight) {
  for (const Json& each : golden_) {
    const std::string place = each.at("experiment");
    SCOPED_TRACE(place);
    const OldEnergy energy = read_old_energy(test::legacy_data() / place / "energy");
    EXPECT_EQ(figures_json(energy.old_figures()), each.at("legacy_metrics"));
    EXPECT_EQ(energy.power.sum, each.at("gpu_sum_joules"));
    EXPECT_EQ(energy.power.count, each.at("gpu_samples"));
    EXPECT_EQ(energy.power.span_seconds(), each.at("span_seconds"));
    const double integral = each.at("gpu_trapezoid_joules");
    ASSERT_TRUE(energy.power.integral());
    EXPECT_NEAR(*energy.power.integral(), integral, 1e-9 * integral);
    EXPECT_EQ(energy.perf.package_joules, each.at("cpu_pkg_joules"));
    EXPECT_EQ(energy.perf.memory_joules, each.at("cpu_ram_joules"));
    EXPECT_EQ(energy.perf.elapsed_seconds, each.at("perf_elapsed_seconds"));
  }
}

TEST_F(RealEnergy, IsInTheIndexAfterAnImport) {
  const TempFolder folder;
  const ImportReport report =
      import_results({test::legacy_data() / "results"}, folder / "results", {});
  EXPECT_EQ(report.imported.size(), golden_.size());
  EXPECT_TRUE(report.refused.empty());
  EXPECT_EQ(report.duplicates, 0u);
  Index index(folder / "results");
  for (const Json& each : golden_) {
    const fs::path place = each.at("experiment").get<std::string>();
    SCOPED_TRACE(place);
    const auto trials = index.summaries("imported/" + place.parent_path().filename().string());
    const auto found = std::find_if(trials.begin(), trials.end(), [&](const TrialSummary& trial) {
      return trial.experiment_id == place.filename();
    });
    ASSERT_NE(found, trials.end());
    EXPECT_EQ(found->legacy_gpu_energy_joules, each.at("gpu_sum_joules"));
    const double integral = each.at("gpu_trapezoid_joules");
    EXPECT_NEAR(found->energy("gpu_energy_total_joules").value_or(0), integral, 1e-9 * integral);
    for (const std::string& name : energy_metric_names()) {
      if (name == "gpu_energy_total_joules") continue;
      EXPECT_EQ(found->energy(name), each.at("legacy_metrics").at(name)) << name;
    }
    EXPECT_EQ(found->mode,
              each.at("parallel") && found->layout == "parallel" ? "parallel" : "sequential");
  }
}

TEST_F(RealEnergy, ThoseMeasuredUnderUnrecordedLoadAreKnown) {
  const TempFolder folder;
  const ImportReport report =
      import_results({test::legacy_data() / "results"}, folder / "results", {});
  std::map<std::string, int> loaded;
  for (const ImportedTrial& each : report.imported) {
    for (const std::string& flag : each.flags) {
      if (flag == "import.unrecorded_load") ++loaded[each.session];
    }
  }
  EXPECT_EQ(loaded,
            (std::map<std::string, int>{{"run_20251116_184943", 11}, {"run_20251118_145341", 1}}));
}

}  // namespace
}  // namespace mutlua
