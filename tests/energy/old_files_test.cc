// SPDX-License-Identifier: MIT
#include "energy/old_files.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "energy/trace_writer.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

constexpr Nanoseconds kOffset = std::chrono::seconds(1764773707);  // the clock began at this time

/// Three seconds and a half of one GPU that draws 100 W, then 200.5 W.
class OldFilesTest : public testing::Test {
 protected:
  OldFilesTest() {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    GpuInfo gpu;
    gpu.uuid = "GPU-1";
    header_.gpus = {gpu};
    header_.assigned = {true};
    for (const char* name : {"gpu0.average_mw", "gpu0.temperature_c", "gpu0.utilisation_pct"})
      header_.fast.push_back({name, GaugeInfo::Kind::level});
    window_.begin = at(0.25);
    window_.end = at(3.75);
    window_.gpus.push_back({.info = gpu});
    add_domain("package", 45352.0234);
    add_domain("dram", 3493.48);
  }

  static Instant at(double seconds) { return Instant{} + Seconds(seconds); }

  void add_domain(const char* scope, std::optional<double> joules) {
    DomainEnergy domain;
    domain.info.scope = scope;
    if (joules) domain.joules = Joules{*joules};
    window_.domains.push_back(domain);
  }

  void write(const std::array<GaugeValue, 3>& late = {200500, 65, 97}) {
    {
      TraceWriter writer(folder_.path(), header_);
      writer.mark({.at = window_.begin, .kind = "begin", .label = ""});
      for (double time = 0.25; time < 4; time += 0.25) {
        const std::array<GaugeValue, 3> early = {100000, 42, 0};
        writer.tick({.at = at(time), .readings = {}, .gauges = time < 2 ? early : late});
      }
      writer.mark({.at = window_.end, .kind = "end", .label = ""});
    }
    write_old_files(folder_.path(), folder_.path(), window_, kOffset);
  }

  bool has(const char* name) const { return std::filesystem::exists(folder_ / name); }

  TempFolder folder_;
  TraceHeader header_;
  Window window_;
};

TEST_F(OldFilesTest, HaveTheGpuOncePerSecond) {
  write();
  EXPECT_EQ(folder_.read("gpu_power.csv"),
            "timestamp,power_draw_w\n1764773707,100.000\n1764773708,100.000\n"
            "1764773709,200.500\n1764773710,200.500\n");
  EXPECT_EQ(folder_.read("gpu_temperature.csv"),
            "timestamp,gpu_temp_c,memory_temp_c\n1764773707,42,N/A\n1764773708,42,N/A\n"
            "1764773709,65,N/A\n1764773710,65,N/A\n");
  EXPECT_EQ(folder_.read("gpu_utilization.csv"),
            "timestamp,gpu_util_percent,memory_util_percent\n1764773707,0,N/A\n"
            "1764773708,0,N/A\n1764773709,97,N/A\n1764773710,97,N/A\n");
}

TEST_F(OldFilesTest, HaveTheCpusJoulesInTheOldWords) {
  write();
  const std::string summary = folder_.read("cpu_energy.txt");
  EXPECT_TRUE(
      summary.starts_with("CPU Energy Consumption Summary\n"
                          "==============================\n"
                          "Package Energy (Joules): 45352.02\n"
                          "RAM Energy (Joules): 3493.48\n"
                          "Total CPU Energy (Joules): 48845.50\n\n"))
      << summary;
  const std::string raw = folder_.read("cpu_energy_raw.txt");
  EXPECT_TRUE(raw.starts_with("# started on Wed Dec  3 14:55:07 2025\n")) << raw;
  EXPECT_NE(raw.find("         45,352.02 Joules power/energy-pkg/\n"
                     "          3,493.48 Joules power/energy-ram/\n"),
            std::string::npos)
      << raw;
  EXPECT_NE(raw.find("       3.500000000 seconds time elapsed\n"), std::string::npos) << raw;
}

TEST_F(OldFilesTest, LeaveOutWhatIsUnknown) {
  window_.domains.clear();
  add_domain("package", 1.5);
  add_domain("dram", std::nullopt);
  write({std::nullopt, std::nullopt, std::nullopt});
  const std::string summary = folder_.read("cpu_energy.txt");
  EXPECT_NE(summary.find("Package Energy (Joules): 1.50\n"), std::string::npos);
  EXPECT_EQ(summary.find("RAM"), std::string::npos) << summary;
  EXPECT_EQ(summary.find("Total"), std::string::npos) << summary;
  EXPECT_EQ(folder_.read("cpu_energy_raw.txt").find("energy-ram"), std::string::npos);
  EXPECT_EQ(folder_.read("gpu_power.csv"),
            "timestamp,power_draw_w\n1764773707,100.000\n1764773708,100.000\n");
}

TEST_F(OldFilesTest, AreNotThereWhereNothingWasMeasured) {
  window_.domains.clear();
  header_.fast.resize(1);
  header_.fast[0].column = "gpu0.sm_mhz";
  {
    TraceWriter writer(folder_.path(), header_);
    writer.mark({.at = window_.begin, .kind = "begin", .label = ""});
    const std::array<GaugeValue, 1> megahertz = {1980};
    writer.tick({.at = window_.begin, .readings = {}, .gauges = megahertz});
    writer.mark({.at = window_.end, .kind = "end", .label = ""});
  }
  write_old_files(folder_.path(), folder_.path(), window_, kOffset);
  for (const char* name : {"cpu_energy.txt", "cpu_energy_raw.txt", "gpu_power.csv",
                           "gpu_temperature.csv", "gpu_utilization.csv"}) {
    EXPECT_FALSE(has(name)) << name;
  }
}

TEST_F(OldFilesTest, AreOfTheOneGpuOfTheWindow) {
  window_.gpus.push_back(window_.gpus.front());
  write();
  EXPECT_FALSE(has("gpu_power.csv"));
  EXPECT_TRUE(has("cpu_energy.txt"));
  window_.gpus.back().assigned = false;
  write();
  EXPECT_TRUE(has("gpu_power.csv"));
}

}  // namespace
}  // namespace mutlua
