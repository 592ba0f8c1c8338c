// SPDX-License-Identifier: MIT
#include <cmath>
#include <numeric>
#include <utility>

#include "lab/space_filling.h"

namespace mutlua {
namespace {

std::vector<int> permutation(int n, PythonRandom& random) {
  std::vector<int> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  for (int i = n - 1; i > 0; --i) {
    const auto other = static_cast<std::size_t>(random.randint(0, i));
    std::swap(order[static_cast<std::size_t>(i)], order[other]);
  }
  return order;
}

/// A place in [0, 1). Of 32 bits, so that adding a stratum's number to it rounds nothing.
double place(PythonRandom& random) {
  return std::ldexp(static_cast<double>(random.getrandbits(32)), -32);
}

}  // namespace

Points latin_hypercube(int dimensions, int n, PythonRandom& random) {
  Points points(static_cast<std::size_t>(n));
  for (int dimension = 0; dimension < dimensions; ++dimension) {
    const std::vector<int> strata = permutation(n, random);
    for (std::size_t i = 0; i < points.size(); ++i) {
      points[i].push_back((strata[i] + place(random)) / n);
    }
  }
  return points;
}

}  // namespace mutlua
