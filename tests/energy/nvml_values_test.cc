// SPDX-License-Identifier: MIT
#include "energy/nvml_values.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mutlua {
namespace {

TEST(NvmlValue, IsAbsentWhereNoWholeNumberHoldsIt) {
  EXPECT_EQ(whole_number(kNvmlDouble, {.as_double = std::nan("")}), std::nullopt);
  EXPECT_EQ(whole_number(kNvmlDouble, {.as_double = 1e300}), std::nullopt);
  EXPECT_EQ(whole_number(kNvmlUnsignedLong, {.as_unsigned_long = ~0ull}), std::nullopt);
  EXPECT_EQ(whole_number(kNvmlSigned, {.as_signed = -5}), -5);
  EXPECT_EQ(whole_number(-1, {.as_signed = 1}), std::nullopt);
}

TEST(NvmlValue, IsAbsentUntilTheDriverHasWrittenIt) {
  EXPECT_EQ(value_of(asked_field(185, 0)), std::nullopt);
}

}  // namespace
}  // namespace mutlua
