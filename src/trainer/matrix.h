// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Dense>
#include <vector>

namespace mutlua {

/// One column per image; single precision, column after column in memory.
using Matrix = Eigen::MatrixXf;
using Vector = Eigen::VectorXf;
using Index = Eigen::Index;

/// The true class of each image, 0 to 9.
using Labels = std::vector<int>;

inline constexpr int kClasses = 10;

}  // namespace mutlua
