// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/layer.h"

namespace mutlua {

/// Keeps the largest of each 2x2 places, per channel: half the side. The side must be even.
class MaxPool : public Layer {
 public:
  explicit MaxPool(Shape input) : input_(input) {}

  Shape output() const override { return {input_.channels, input_.side / 2}; }
  const Matrix& forward(const Matrix& input, Random* random) override;
  const Matrix& backward(const Matrix& gradient, bool input_gradient_wanted) override;

 private:
  Shape input_;
  std::vector<Index> chosen_;  // per output value, where in the input it came from
  Matrix output_;
  Matrix input_gradient_;
};

}  // namespace mutlua
