// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/matrix.h"

namespace mutlua {

/// Per image the probability of each class: the softmax of its scores.
Matrix probabilities(const Matrix& scores);

/// Mean cross-entropy in nats of these probabilities; at most 87.3 per image, where single
/// precision ends. Not a number if a probability is not one.
double cross_entropy(const Matrix& probabilities, const Labels& labels);

/// The gradient of the mean cross-entropy by the scores.
Matrix cross_entropy_gradient(const Matrix& probabilities, const Labels& labels);

}  // namespace mutlua
