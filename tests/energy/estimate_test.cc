// SPDX-License-Identifier: MIT
#include "energy/estimate.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace mutlua {
namespace {

Window ten_seconds() {
  Window window;
  window.end = window.begin + Seconds(10);
  return window;
}

TEST(CpuEstimate, AddsTheShareOfTheBusyCoresToTheIdlePower) {
  Window window = ten_seconds();
  GaugeSummary& busy = window.gauges["cpu.busy_us"];
  busy.readings = 100;
  busy.first = 0;
  busy.last = 20'000'000;  // 20 core-seconds: half of four cores for ten seconds
  const CpuPowerModel model =
      cpu_power_model({{"idle_watts", 40}, {"max_watts", 200}}, "estimates.cpu", 4);
  const Json json = cpu_estimate(window, model);
  EXPECT_DOUBLE_EQ(json.at("cpu_estimated_joules"), 10 * 40 + 10 * 80);
  EXPECT_EQ(json.at("evidence"), "estimated");
  EXPECT_FALSE(json.contains("cpu_joules"));
}

TEST(CpuEstimate, IsNullWithAReasonWhereTheTimeAtWorkIsUnknown) {
  const Json json = cpu_estimate(ten_seconds(), {.idle = {40}, .most = {200}, .cores = 4});
  EXPECT_TRUE(json.at("cpu_estimated_joules").is_null());
  EXPECT_FALSE(json.at("reason").get<std::string>().empty());
}

TEST(CpuPowerModel, IsRefusedWithTheNameOfTheFaultyField) {
  for (const Json& bad : {Json{{"idle_watts", 40}}, Json{{"idle_watts", -1}, {"max_watts", 2}},
                          Json{{"idle_watts", 9}, {"max_watts", 2}},
                          Json{{"idle_watts", 1}, {"max_watts", 2}, {"maxwatts", 2}}})
    EXPECT_THROW(cpu_power_model(bad, "estimates.cpu", 4), Error) << bad;
}

}  // namespace
}  // namespace mutlua
