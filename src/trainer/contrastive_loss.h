// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/matrix.h"

namespace mutlua {

/// The contrastive loss of all pairs of columns (R. Hadsell et al., "Dimensionality Reduction by
/// Learning an Invariant Mapping", 2006): of the pairs of one class 0.3 times the mean square of
/// their distances, and of the pairs of two classes the mean square of what is missing to a
/// distance of 2. Sets `gradient` to that by the columns.
double contrastive_loss(const Matrix& columns, const Labels& labels, Matrix& gradient);

}  // namespace mutlua
