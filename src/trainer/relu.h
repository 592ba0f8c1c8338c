// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/layer.h"

namespace mutlua {

/// Negative values become zero.
class Relu : public Layer {
 public:
  explicit Relu(Shape shape) : shape_(shape) {}

  Shape output() const override { return shape_; }

  const Matrix& forward(const Matrix& input, Random* /*random*/) override {
    output_.resize(input.rows(), input.cols());
    for (Index i = 0; i < input.size(); ++i) {
      const float value = input.data()[i];
      output_.data()[i] = value < 0 ? 0 : value;  // not max(): it may hide a NaN
    }
    return output_;
  }

  const Matrix& backward(const Matrix& gradient, bool /*input_gradient_wanted*/) override {
    input_gradient_.resize(gradient.rows(), gradient.cols());
    for (Index i = 0; i < gradient.size(); ++i) {
      const float value = gradient.data()[i];
      input_gradient_.data()[i] = output_.data()[i] > 0 ? value : 0;
    }
    return input_gradient_;
  }

 private:
  Shape shape_;
  Matrix output_;
  Matrix input_gradient_;
};

}  // namespace mutlua
