// SPDX-License-Identifier: MIT
#include "trainer/max_pool.h"

namespace mutlua {

const Matrix& MaxPool::forward(const Matrix& input, Random* /*random*/) {
  output_.resize(output().size(), input.cols());
  chosen_.resize(static_cast<std::size_t>(output_.size()));
  const Index right = input_.channels;
  const Index below = right * input_.side;
  Index to = 0;
  for (Index image = 0; image < input.cols(); ++image) {
    for (int place = 0; place < output().places(); ++place) {
      const int y = 2 * (place / output().side);
      const int x = 2 * (place % output().side);
      Index from = image * input_.size() + y * below + x * right;
      for (int channel = 0; channel < input_.channels; ++channel, ++from, ++to) {
        Index best = from;
        for (const Index other : {from + right, from + below, from + below + right}) {
          if (input.data()[other] > input.data()[best]) best = other;
        }
        chosen_[static_cast<std::size_t>(to)] = best;
        output_.data()[to] = input.data()[best];
      }
    }
  }
  return output_;
}

const Matrix& MaxPool::backward(const Matrix& gradient, bool /*input_gradient_wanted*/) {
  input_gradient_.setZero(input_.size(), gradient.cols());
  for (std::size_t i = 0; i < chosen_.size(); ++i) {
    input_gradient_.data()[chosen_[i]] += gradient.data()[i];
  }
  return input_gradient_;
}

}  // namespace mutlua
