// SPDX-License-Identifier: MIT
#include "trainer/dropout.h"

namespace mutlua {

const Matrix& Dropout::forward(const Matrix& input, Random* random) {
  if (random == nullptr || rate_ == 0) return input;
  factors_.resize(input.rows(), input.cols());
  for (Index i = 0; i < factors_.size(); ++i) {
    factors_.data()[i] = random->uniform() < rate_ ? 0.0F : 1 / (1 - rate_);
  }
  output_ = input.cwiseProduct(factors_);
  return output_;
}

const Matrix& Dropout::backward(const Matrix& gradient, bool /*input_gradient_wanted*/) {
  if (rate_ == 0) return gradient;
  input_gradient_ = gradient.cwiseProduct(factors_);
  return input_gradient_;
}

}  // namespace mutlua
