// SPDX-License-Identifier: MIT
#pragma once

namespace mutlua {

/// The value that Student's t, with so many degrees of freedom (more than 0), stays below with that
/// probability (between 0 and 1, both excluded). By Boost.Math.
double student_quantile(double probability, double freedom);

}  // namespace mutlua
