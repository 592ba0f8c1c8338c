// SPDX-License-Identifier: MIT
#include "lab/draw_streams.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

// The first 53 bits of SHA-256 over {"seed":7,"what":...} in canonical JSON, by Python's hashlib.
// Whatever is written otherwise gives the trials of every session another order.
TEST(DrawStreams, AreTheSameOnEveryPlatform) {
  DrawStreams streams(7, false);
  EXPECT_EQ(streams.order("abc"), 660417815989702U);
  EXPECT_EQ(streams.number("training_seed", 2), 5236366277851981U);
  EXPECT_EQ(streams.next({{"kind", "uniform"}}).random(), 0.10057466021412476);
}

}  // namespace
}  // namespace mutlua
