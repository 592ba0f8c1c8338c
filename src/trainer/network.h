// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/data.h"
#include "trainer/random.h"

namespace mutlua {

/// How one step of learning is taken.
struct Step {
  float rate;          ///< how far to go against the gradient
  float weight_decay;  ///< times each weight, added to its gradient
  Random& random;      ///< for dropout
};

/// What can be trained on images: the seam between the training loop and a kind of network.
struct Network {
  virtual ~Network() = default;

  /// Learns from one mini-batch. Returns its mean loss from before the step; not a finite number
  /// once the training has diverged.
  virtual double learn(const Images& batch, const Step& step) = 0;

  /// Ten scores per image, the highest for the class it most likely shows; their softmax is the
  /// network's probability of each class. Learns nothing.
  virtual Matrix scores(const Matrix& pixels) = 0;

  /// How many numbers are learned.
  virtual std::size_t parameter_count() = 0;
};

}  // namespace mutlua
