// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "energy/nvml_gpu.h"
#include "energy/one_gpu.h"

namespace mutlua {
namespace {

TEST(NvmlGpu, CountsTheTrueEnergyInSteps) {
  OneGpu one(one_gpu({{"power", {{0, 80}, {2.03, 700}}}}));
  one.go_to(1.05);
  const Reading first = one.gpu.read_counter();
  one.go_to(5.05);
  const Reading last = one.gpu.read_counter();
  // Both show the tick before: seconds 1.0 and 5.0.
  const Joules truth = one.fake.true_energy(one.fake.at(1.0), one.fake.at(5.0));
  EXPECT_NEAR(static_cast<double>(last.raw - first.raw) * 1e-3, truth.value, 0.002);
  EXPECT_EQ(first.error, 0);
}

TEST(NvmlGpu, DoesNotMoveBetweenTwoStepsOfTheCounter) {
  OneGpu one(one_gpu());
  one.go_to(1.01);
  const Reading first = one.gpu.read_counter();
  one.go_to(1.08);
  EXPECT_EQ(one.gpu.read_counter().raw, first.raw);
  one.go_to(1.11);
  EXPECT_EQ(one.gpu.read_counter().raw, first.raw + 8000);
}

TEST(NvmlGpu, StampsTheCounterBeforeAndAfterTheCallThatTakesMilliseconds) {
  OneGpu one(one_gpu());
  const Instant before = one.fake.clock().now();
  const Reading reading = one.gpu.read_counter();
  EXPECT_EQ(reading.before, before);
  EXPECT_NEAR((reading.after - reading.before).count(), 0.0035, 1e-9);
}

// A reset that is taken for a wrap of 64 bits makes 1.8e19 mJ (alumet).
TEST(NvmlGpu, ShowsAResetAsASmallerNumberAndItsDomainHasNoModulusToHideIt) {
  OneGpu one(one_gpu({{"counter", {{"resets_s", {5}}}}}));
  one.go_to(4.95);
  const Reading before = one.gpu.read_counter();
  one.go_to(5.25);
  const Reading after = one.gpu.read_counter();
  EXPECT_EQ(after.error, 0);
  EXPECT_LT(after.raw, before.raw);
  EXPECT_EQ(after.raw, 16000u);  // two steps at 80 W
}

TEST(NvmlGpu, TakesACounterOfZeroForNoReading) {
  OneGpu one(one_gpu({{"counter", {{"resets_s", {5}}}}}));
  one.go_to(5.01);
  const Reading reading = one.gpu.read_counter();
  EXPECT_EQ(reading.error, ENODATA);
}

TEST(NvmlGpu, SaysThatTheCounterFailsAndReadsItAgainWhenItRecovers) {
  OneGpu one(with_errors(one_gpu(), {{{"function", "nvmlDeviceGetTotalEnergyConsumption"},
                                      {"code", kNvmlGpuIsLost},
                                      {"from_s", 2},
                                      {"until_s", 3}}}));
  one.go_to(2.5);
  EXPECT_EQ(one.gpu.read_counter().error, ENODEV);
  one.go_to(3.5);
  EXPECT_EQ(one.gpu.read_counter().error, 0);
}

}  // namespace
}  // namespace mutlua
