// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace mutlua {

/// CPython's `random.Random`, bit for bit: MT19937 seeded by an integer through init_by_array,
/// doubles of 53 bits, integers by rejection on getrandbits.
/// Source: CPython 3, Modules/_randommodule.c and Lib/random.py (behaviour only).
class PythonRandom {
 public:
  /// Like random.seed(seed) for an int; CPython seeds with the absolute value.
  explicit PythonRandom(std::uint64_t seed);

  /// random.random(): in [0, 1).
  double random();
  /// random.uniform(low, high): low + (high - low) * random().
  double uniform(double low, double high);
  /// random.randint(low, high): both ends included. REQUIRES: low <= high.
  std::int64_t randint(std::int64_t low, std::int64_t high);
  /// random.getrandbits(bits). REQUIRES: 1 <= bits <= 64.
  std::uint64_t getrandbits(int bits);

 private:
  std::uint32_t next_word();
  void refill();

  std::array<std::uint32_t, 624> state_{};
  std::size_t next_ = 624;
};

}  // namespace mutlua
