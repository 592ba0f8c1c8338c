// SPDX-License-Identifier: MIT
#include <boost/random/sobol.hpp>
#include <cmath>
#include <cstdint>

#include "lab/space_filling.h"

namespace mutlua {
namespace {

constexpr int kBits = 32;
using Sequence = boost::random::sobol_engine<std::uint32_t, kBits>;

std::vector<double> combined(const std::vector<std::uint32_t>& bits,
                             const std::vector<std::uint32_t>& shifts) {
  std::vector<double> point;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    point.push_back(std::ldexp(static_cast<double>(bits[i] ^ shifts[i]), -kBits));
  }
  return point;
}

Points sobol_combined_with(const std::vector<std::uint32_t>& shifts, int n) {
  std::vector<std::uint32_t> bits(shifts.size(), 0);  // the origin, which Boost leaves out
  Sequence sequence(shifts.size());
  Points points;
  while (static_cast<int>(points.size()) < n) {
    points.push_back(combined(bits, shifts));
    for (std::uint32_t& coordinate : bits) coordinate = sequence();
  }
  return points;
}

}  // namespace

int sobol_dimensions() { return boost::random::default_sobol_table::max_dimension; }

Points sobol(int dimensions, int n) {
  return sobol_combined_with(std::vector<std::uint32_t>(static_cast<std::size_t>(dimensions), 0),
                             n);
}

Points shifted_sobol(int dimensions, int n, PythonRandom& random) {
  std::vector<std::uint32_t> shifts;
  for (int i = 0; i < dimensions; ++i) {
    shifts.push_back(static_cast<std::uint32_t>(random.getrandbits(kBits)));
  }
  return sobol_combined_with(shifts, n);
}

}  // namespace mutlua
