// SPDX-License-Identifier: MIT
#pragma once

namespace mutlua {

/// Fixes what Eigen would choose by the machine it runs on: the block sizes of its products, and so
/// the order of their sums. Call it once, before any training.
void fix_arithmetic();

/// e^x (0 below -700, no larger than e^700) and the natural logarithm of a positive, normal number,
/// within a few units of the last place. The C library picks its own by the processor; these give
/// the same bits everywhere.
double exponential(double x);
double logarithm(double x);

}  // namespace mutlua
