// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/layer.h"

namespace mutlua {

/// While learning, sets this share of the values to zero and scales the others up, so that their
/// expectation stays (N. Srivastava et al., "Dropout", 2014). Otherwise does nothing.
class Dropout : public Layer {
 public:
  Dropout(Shape shape, float rate) : shape_(shape), rate_(rate) {}

  Shape output() const override { return shape_; }
  const Matrix& forward(const Matrix& input, Random* random) override;
  const Matrix& backward(const Matrix& gradient, bool input_gradient_wanted) override;

 private:
  Shape shape_;
  float rate_;
  Matrix factors_;
  Matrix output_;
  Matrix input_gradient_;
};

}  // namespace mutlua
