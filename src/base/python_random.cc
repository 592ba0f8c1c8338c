// SPDX-License-Identifier: MIT
#include "base/python_random.h"

#include <algorithm>
#include <vector>

namespace mutlua {
namespace {

constexpr std::size_t kWords = 624;  // Matsumoto and Nishimura 1998
constexpr std::size_t kOffset = 397;

std::array<std::uint32_t, kWords> seeded_by(std::uint32_t seed) {
  std::array<std::uint32_t, kWords> state{};
  state[0] = seed;
  for (std::size_t i = 1; i < kWords; ++i) {
    state[i] = 1812433253u * (state[i - 1] ^ (state[i - 1] >> 30)) + static_cast<std::uint32_t>(i);
  }
  return state;
}

int bit_length(std::uint64_t value) { return value == 0 ? 0 : 64 - __builtin_clzll(value); }

}  // namespace

PythonRandom::PythonRandom(std::uint64_t seed) : state_(seeded_by(19650218u)) {
  // init_by_array over the seed's 32-bit words, least significant first; at least one word.
  std::vector<std::uint32_t> key{static_cast<std::uint32_t>(seed)};
  if (seed >> 32 != 0) key.push_back(static_cast<std::uint32_t>(seed >> 32));

  std::size_t i = 1;
  const auto step = [&] {
    if (++i == kWords) {
      state_[0] = state_[kWords - 1];
      i = 1;
    }
  };
  std::size_t j = 0;
  for (std::size_t k = std::max(kWords, key.size()); k > 0; --k) {
    state_[i] = (state_[i] ^ ((state_[i - 1] ^ (state_[i - 1] >> 30)) * 1664525u)) + key[j] +
                static_cast<std::uint32_t>(j);
    j = (j + 1) % key.size();
    step();
  }
  for (std::size_t k = kWords - 1; k > 0; --k) {
    state_[i] = (state_[i] ^ ((state_[i - 1] ^ (state_[i - 1] >> 30)) * 1566083941u)) -
                static_cast<std::uint32_t>(i);
    step();
  }
  state_[0] = 0x80000000u;
}

double PythonRandom::random() {
  const std::uint32_t high = next_word() >> 5;
  const std::uint32_t low = next_word() >> 6;
  return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0);
}

double PythonRandom::uniform(double low, double high) { return low + (high - low) * random(); }

std::int64_t PythonRandom::randint(std::int64_t low, std::int64_t high) {
  const std::uint64_t width =
      static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
  const int bits = bit_length(width);
  std::uint64_t offset = getrandbits(bits);
  while (offset >= width) offset = getrandbits(bits);
  return low + static_cast<std::int64_t>(offset);
}

std::uint64_t PythonRandom::getrandbits(int bits) {
  if (bits <= 32) return next_word() >> (32 - bits);
  const std::uint64_t low = next_word();
  const std::uint64_t high = next_word() >> (64 - bits);
  return high << 32 | low;
}

std::uint32_t PythonRandom::next_word() {
  if (next_ == kWords) refill();
  std::uint32_t word = state_[next_++];
  word ^= word >> 11;
  word ^= (word << 7) & 0x9d2c5680u;
  word ^= (word << 15) & 0xefc60000u;
  return word ^ (word >> 18);
}

void PythonRandom::refill() {
  for (std::size_t i = 0; i < kWords; ++i) {
    const std::uint32_t mixed =
        (state_[i] & 0x80000000u) | (state_[(i + 1) % kWords] & 0x7fffffffu);
    state_[i] = state_[(i + kOffset) % kWords] ^ (mixed >> 1) ^ ((mixed & 1u) * 0x9908b0dfu);
  }
  next_ = 0;
}

}  // namespace mutlua
