// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

namespace mutlua {

/// tanh x within 1e-5: Lambert's continued fraction x / (1 + x^2 / (3 + x^2 / (5 + ...))), nine
/// levels of it. Only sums, products and a quotient: the same bits everywhere, and vectorised.
inline float hyperbolic_tangent(float x) {
  constexpr float kBothAreOne = 10;  // beyond, and no power of it overflows
  x = std::clamp(x, -kBothAreOne, kBothAreOne);
  const float s = x * x;
  const float above = x * (34459425.0F + s * (4729725.0F + s * (135135.0F + s * (990.0F + s))));
  const float below =
      34459425.0F + s * (16216200.0F + s * (945945.0F + s * (13860.0F + s * 45.0F)));
  return std::clamp(above / below, -1.0F, 1.0F);
}

/// 1 / (1 + e^-x).
inline float logistic(float x) { return 0.5F + 0.5F * hyperbolic_tangent(0.5F * x); }

}  // namespace mutlua
