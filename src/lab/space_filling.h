// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "base/python_random.h"

namespace mutlua {

/// Points of the unit cube: each a number in [0, 1) per dimension.
using Points = std::vector<std::vector<double>>;

/// n points of which each of the n equal strata of each dimension holds one, at a random place of
/// the stratum (McKay, Beckman and Conover, 1979). REQUIRES: 1 <= n <= 1,000,000.
Points latin_hypercube(int dimensions, int n, PythonRandom& random);

/// How many dimensions have direction numbers.
int sobol_dimensions();

/// The first n points of the Sobol sequence, the origin included, with the direction numbers of
/// Joe and Kuo as Boost.Random has them. Of the first 2^k points each dyadic interval of a
/// dimension that is 2^-j wide (j <= k) holds 2^(k-j). REQUIRES: 1 <= dimensions <=
/// sobol_dimensions().
Points sobol(int dimensions, int n);

/// The points of sobol, in each dimension combined by exclusive or with 32 random bits (a random
/// digital shift): as evenly spread, and another design for each state of `random`.
Points shifted_sobol(int dimensions, int n, PythonRandom& random);

}  // namespace mutlua
