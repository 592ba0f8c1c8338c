// SPDX-License-Identifier: MIT
#include "trainer/dense.h"

#include <cmath>

namespace mutlua {

Matrix initial_weights(int outputs, int inputs, Random& random) {
  const float most = std::sqrt(6.0F / static_cast<float>(inputs));
  Matrix weights(outputs, inputs);
  for (Index i = 0; i < weights.size(); ++i) {
    weights.data()[i] = most * (2 * random.uniform() - 1);
  }
  return weights;
}

Dense::Dense(int inputs, int outputs, Random& random)
    : weights_{initial_weights(outputs, inputs, random)}, bias_{Matrix::Zero(outputs, 1)} {
  bias_.decays = false;
}

const Matrix& Dense::forward(const Matrix& input, Random* /*random*/) {
  input_ = &input;
  output_.noalias() = weights_.value * input;
  output_.colwise() += bias_.value.col(0);
  return output_;
}

const Matrix& Dense::backward(const Matrix& gradient, bool input_gradient_wanted) {
  weights_.gradient.noalias() = gradient * input_->transpose();
  bias_.gradient = gradient.rowwise().sum();
  if (input_gradient_wanted) input_gradient_.noalias() = weights_.value.transpose() * gradient;
  return input_gradient_;
}

}  // namespace mutlua
