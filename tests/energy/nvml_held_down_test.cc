// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "energy/nvml_gpu.h"
#include "energy/one_gpu.h"

namespace mutlua {
namespace {

TEST(NvmlGpu, TellsHowLongPowerAndHeatHeldTheClocksDown) {
  OneGpu one(one_gpu({{"held_down_by_power", {{0, 0}, {1, 0.99}}}, {"held_down_by_thermal", 0}}));
  one.go_to(4.01);
  const HeldDown held = one.gpu.read_held_down();
  EXPECT_NEAR(static_cast<double>(held.power_ns.value()), 2.97e9, 1e3);
  EXPECT_EQ(held.thermal_ns, 0);
}

TEST(NvmlGpu, TellsOneOfThemIfTheOtherIsUnknown) {
  OneGpu one(with_errors(one_gpu(), {{{"field", 75}, {"code", kNvmlNotSupported}}}));
  const HeldDown held = one.gpu.read_held_down();
  EXPECT_EQ(held.power_ns, 0);
  EXPECT_EQ(held.thermal_ns, std::nullopt);
}

TEST(NvmlGpu, AsksTheOlderCallWhereTheFieldsAreUnknown) {
  OneGpu one(with_errors(one_gpu({{"held_down_by_power", 1}}),
                         {{{"field", 74}, {"code", kNvmlNotSupported}},
                          {{"field", 75}, {"code", kNvmlNotSupported}}}));
  one.go_to(1);
  EXPECT_EQ(one.gpu.read_held_down().power_ns, 1'000'000'000);
}

TEST(NvmlGpu, TellsNothingOfClocksWhereTheDriverDoesNot) {
  OneGpu one(one_gpu(), {"nvmlDeviceGetFieldValues", "nvmlDeviceGetViolationStatus"});
  EXPECT_FALSE(one.gpu.read_held_down().power_ns);
  EXPECT_FALSE(one.gpu.read_held_down().thermal_ns);
}

}  // namespace
}  // namespace mutlua
