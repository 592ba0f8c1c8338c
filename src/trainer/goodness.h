// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/matrix.h"

namespace mutlua {

/// How lively each column is: its mean square, times a constant that makes differences of goodness
/// logits.
Vector goodness(const Matrix& outputs);

/// The first half of the columns should be better than the second, one by one: the mean of
/// log(1 + e^(goodness of the second - goodness of the first)) (H. Lee, J. Song, "SymBa: Symmetric
/// Backpropagation-Free Contrastive Learning with Forward-Forward Algorithm", 2023; it needs fewer
/// steps than a threshold that either half is compared with). Sets `gradient` to that by the
/// outputs. Not a number if an output is not one.
double goodness_loss(const Matrix& outputs, Matrix& gradient);

/// Each column divided by the root of its mean square.
Matrix normalised(const Matrix& values);

}  // namespace mutlua
