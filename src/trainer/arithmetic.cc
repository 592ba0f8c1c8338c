// SPDX-License-Identifier: MIT
#include "trainer/arithmetic.h"

#include <Eigen/Core>
#include <array>
#include <bit>
#include <cstdint>

namespace mutlua {

namespace {

constexpr double kLn2High = 0x1.62e42fee00000p-1;  // ends in zeros, so that k * kLn2High is exact
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kLog2E = 0x1.71547652b82fep0;
constexpr std::uint64_t kMantissa = (std::uint64_t{1} << 52) - 1;

constexpr int kTerms = 14;

/// 1, 1, 1/2, 1/6, ...: the terms of the exponential function.
constexpr auto kInverseFactorials = [] {
  std::array<double, kTerms> inverses{1};
  double factorial = 1;
  for (int i = 1; i < kTerms; ++i) inverses[i] = 1 / (factorial *= i);
  return inverses;
}();

double power_of_two(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

}  // namespace

void fix_arithmetic() { Eigen::setCpuCacheSizes(32 * 1024, 256 * 1024, 2 * 1024 * 1024); }

double exponential(double x) {
  if (x != x) return x;
  if (x < -700) return 0;
  if (x > 700) x = 700;
  const int k = static_cast<int>(x * kLog2E + (x < 0 ? -0.5 : 0.5));
  const double rest = (x - k * kLn2High) - k * kLn2Low;  // within ln 2 / 2 of zero
  double sum = 0;
  for (int term = kTerms - 1; term >= 0; --term) sum = sum * rest + kInverseFactorials[term];
  return sum * power_of_two(k);
}

double logarithm(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52) - 1023;
  double mantissa = std::bit_cast<double>((bits & kMantissa) | (std::uint64_t{1023} << 52));
  if (mantissa > 1.4142135623730951) {
    mantissa /= 2;
    ++exponent;
  }
  const double s = (mantissa - 1) / (mantissa + 1);  // log m = 2 (s + s^3/3 + s^5/5 + ...)
  double sum = 0;
  for (int term = 21; term > 0; term -= 2) sum = sum * s * s + 1.0 / term;
  return exponent * kLn2High + (2 * s * sum + exponent * kLn2Low);
}

}  // namespace mutlua
