// SPDX-License-Identifier: MIT
#include "simulated/noise.h"

#include <cstdint>

#include "base/sha256.h"

namespace mutlua {
namespace {

constexpr double kUnit = 0x1.0p-53;

/// SplitMix64: Steele, Lea, Flood (2014), "Fast splittable pseudorandom number generators".
std::uint64_t next(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15U;
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
  return mixed ^ (mixed >> 31);
}

}  // namespace

double KeyedNoise::uniform(std::string_view what) const {
  return static_cast<double>(hash53(key_ + '\n' + std::string(what))) * kUnit;
}

double KeyedNoise::normal(std::string_view what) const {
  std::uint64_t state = hash53(key_ + '\n' + std::string(what));
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += static_cast<double>(next(state) >> 11) * kUnit;
  return sum;
}

}  // namespace mutlua
