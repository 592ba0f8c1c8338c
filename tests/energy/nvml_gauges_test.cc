// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "energy/nvml_gpu.h"
#include "energy/one_gpu.h"

namespace mutlua {
namespace {

TEST(NvmlGpu, HasTheEightGaugesInTheirOrder) {
  OneGpu one(one_gpu());
  std::vector<std::string> columns;
  for (const GaugeInfo& gauge : one.gpu.gauges()) columns.push_back(gauge.column);
  EXPECT_EQ(columns,
            (std::vector<std::string>{"gpu0.average_mw", "gpu0.instant_mw", "gpu0.temperature_c",
                                      "gpu0.sm_mhz", "gpu0.memory_mhz", "gpu0.utilisation_pct",
                                      "gpu0.memory_used_bytes", "gpu0.clock_reasons"}));
  EXPECT_EQ(one.gpu.gauges()[7].kind, GaugeInfo::Kind::bits);
}

TEST(NvmlGpu, ReadsEachGauge) {
  OneGpu one(one_gpu({{"temperature_c", {{0, 33}, {1, 53}}},
                      {"sm_mhz", 1980},
                      {"memory_mhz", 3201},
                      {"utilisation_pct", 98},
                      {"memory_used_bytes", 6498025472},
                      {"clock_reasons", 4}}));
  one.go_to(2);
  EXPECT_EQ(one.gauge("average_mw"), 80000);
  EXPECT_EQ(one.gauge("instant_mw"), 80000);
  EXPECT_EQ(one.gauge("temperature_c"), 53);
  EXPECT_EQ(one.gauge("sm_mhz"), 1980);
  EXPECT_EQ(one.gauge("memory_mhz"), 3201);
  EXPECT_EQ(one.gauge("utilisation_pct"), 98);
  EXPECT_EQ(one.gauge("memory_used_bytes"), 6498025472);
  EXPECT_EQ(one.gauge("clock_reasons"), 4);
}

TEST(NvmlGpu, ReadsTheAverageOverASecondAndTheInstantOverAMoment) {
  OneGpu one(one_gpu({{"power", {{0, 100}, {10, 500}}}}));
  one.go_to(10.5);
  EXPECT_EQ(one.gauge("average_mw"), 300000);
  EXPECT_EQ(one.gauge("instant_mw"), 500000);
}

TEST(NvmlGpu, AsksForBothPowersInOneCall) {
  OneGpu one(one_gpu());
  const auto before = one.fake.calls("nvmlDeviceGetFieldValues");
  one.gauge("average_mw");
  EXPECT_EQ(one.fake.calls("nvmlDeviceGetFieldValues"), before + 1);
  EXPECT_EQ(one.fake.calls("nvmlDeviceGetTotalEnergyConsumption"), 1);  // too dear to poll
}

TEST(NvmlGpu, LeavesOneFieldOutIfItFailsThoughTheCallSucceeds) {
  OneGpu one(with_errors(one_gpu(), {{{"field", 186}, {"code", kNvmlNotSupported}}}));
  EXPECT_EQ(one.gauge("instant_mw"), std::nullopt);
  EXPECT_EQ(one.gauge("average_mw"), 80000);
}

TEST(NvmlGpu, ReadsTheOldAverageWhereTheFieldIsUnknown) {
  OneGpu one(with_errors(one_gpu(), {{{"field", 185}, {"code", kNvmlNotSupported}},
                                     {{"field", 186}, {"code", kNvmlNotSupported}}}));
  EXPECT_EQ(one.gauge("average_mw"), 80000);
  EXPECT_EQ(one.gauge("instant_mw"), std::nullopt);
}

TEST(NvmlGpu, ReadsPowerInWhateverTypeTheDriverGivesIt) {
  for (const int type : {kNvmlDouble, kNvmlUnsigned, kNvmlUnsignedLong, kNvmlUnsignedLongLong,
                         kNvmlSignedLongLong}) {
    OneGpu one(one_gpu({{"value_type", type}}));
    one.go_to(1);
    EXPECT_EQ(one.gauge("average_mw"), 80000) << type;
    EXPECT_EQ(one.samples(0).back().milliwatts, 80000) << type;
  }
}

TEST(NvmlGpu, DoesNotGuessATypeThatItDoesNotKnow) {
  OneGpu one(one_gpu({{"value_type", 17}}));
  EXPECT_EQ(one.gauge("instant_mw"), std::nullopt);
}

TEST(NvmlGpu, LeavesEveryGaugeAbsentThatFails) {
  const auto failing = [](const std::string& function, const std::string& gauge) {
    OneGpu one(with_errors(one_gpu(), {{{"function", function}, {"code", 15}, {"from_s", 1}}}));
    EXPECT_NE(one.gauge(gauge), std::nullopt) << gauge;
    one.go_to(2);
    return one.gauge(gauge);
  };
  EXPECT_EQ(failing("nvmlDeviceGetTemperature", "temperature_c"), std::nullopt);
  EXPECT_EQ(failing("nvmlDeviceGetClockInfo", "sm_mhz"), std::nullopt);
  EXPECT_EQ(failing("nvmlDeviceGetClockInfo", "memory_mhz"), std::nullopt);
  EXPECT_EQ(failing("nvmlDeviceGetUtilizationRates", "utilisation_pct"), std::nullopt);
  EXPECT_EQ(failing("nvmlDeviceGetMemoryInfo_v2", "memory_used_bytes"), std::nullopt);
  EXPECT_EQ(failing("nvmlDeviceGetCurrentClocksEventReasons", "clock_reasons"), std::nullopt);
  EXPECT_EQ(failing("nvmlDeviceGetFieldValues", "instant_mw"), std::nullopt);
}

TEST(NvmlGpu, TakesAPowerOfZeroForNoReading) {
  OneGpu one(one_gpu({{"power", 0}}));
  EXPECT_EQ(one.gauge("average_mw"), std::nullopt);
  EXPECT_EQ(one.gauge("instant_mw"), std::nullopt);
}

TEST(NvmlGpu, ReadsClockReasonsUnderTheirOlderName) {
  OneGpu one(one_gpu({{"clock_reasons", 32}}), {"nvmlDeviceGetCurrentClocksEventReasons"});
  EXPECT_EQ(one.gauge("clock_reasons"), 32);
}

}  // namespace
}  // namespace mutlua
