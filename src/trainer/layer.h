// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "trainer/matrix.h"
#include "trainer/random.h"

namespace mutlua {

/// What flows between layers: per image `channels` values at each of `side` x `side` places, the
/// channels of one place side by side in memory. A plain vector has side 1.
struct Shape {
  int channels = 1;
  int side = 1;

  int places() const { return side * side; }
  int size() const { return channels * places(); }
};

/// Numbers that are learned, their gradient from the last backward(), and their momentum.
struct Parameter {
  Matrix value;
  Matrix gradient = Matrix::Zero(value.rows(), value.cols());
  Matrix velocity = Matrix::Zero(value.rows(), value.cols());
  bool decays = true;  ///< weights do, biases do not
};

/// One step of a network: columns in, columns out.
struct Layer {
  virtual ~Layer() = default;

  virtual Shape output() const = 0;

  /// One output column per input column. `random` is null where nothing is learned: dropout is off
  /// then. The input must live until backward() is done; the result until the next forward().
  virtual const Matrix& forward(const Matrix& input, Random* random) = 0;

  /// From the loss's gradient by the last output, sets the parameters' gradients. Returns the
  /// gradient by the input if that is wanted; otherwise what is returned means nothing.
  virtual const Matrix& backward(const Matrix& gradient, bool input_gradient_wanted) = 0;

  virtual std::vector<Parameter*> parameters() { return {}; }
};

using Layers = std::vector<std::unique_ptr<Layer>>;

}  // namespace mutlua
