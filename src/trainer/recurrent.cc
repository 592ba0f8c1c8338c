// SPDX-License-Identifier: MIT
#include "trainer/recurrent.h"

#include "trainer/dense.h"
#include "trainer/hyperbolic_tangent.h"

namespace mutlua {

Recurrent::Recurrent(Shape input, int units, Random& random)
    : row_size_(input.channels * input.side),
      weights_{initial_weights(units, input.channels * input.side + units, random) / 2},
      bias_{Matrix::Zero(units, 1)},
      seen_(static_cast<std::size_t>(input.side)),
      states_(static_cast<std::size_t>(input.side)) {
  bias_.decays = false;
}

const Matrix& Recurrent::forward(const Matrix& input, Random* /*random*/) {
  const Index units = weights_.value.rows();
  for (std::size_t row = 0; row < states_.size(); ++row) {
    Matrix& seen = seen_[row];
    seen.resize(row_size_ + units, input.cols());
    seen.topRows(row_size_) = input.middleRows(static_cast<Index>(row) * row_size_, row_size_);
    if (row == 0) seen.bottomRows(units).setZero();
    if (row > 0) seen.bottomRows(units) = states_[row - 1];

    Matrix& state = states_[row];
    state.noalias() = weights_.value * seen;
    state.colwise() += bias_.value.col(0);
    for (float& value : state.reshaped()) value = hyperbolic_tangent(value);
  }
  return states_.back();
}

const Matrix& Recurrent::backward(const Matrix& gradient, bool /*input_gradient_wanted*/) {
  const Index units = weights_.value.rows();
  weights_.gradient.setZero();
  bias_.gradient.setZero();
  input_gradient_.resize(row_size_ * static_cast<Index>(states_.size()), gradient.cols());
  Matrix by_state = gradient;
  for (std::size_t row = states_.size(); row-- > 0;) {
    const Matrix by_sum = by_state.array() * (1 - states_[row].array().square());
    weights_.gradient.noalias() += by_sum * seen_[row].transpose();
    bias_.gradient += by_sum.rowwise().sum();
    const Matrix by_seen = weights_.value.transpose() * by_sum;
    input_gradient_.middleRows(static_cast<Index>(row) * row_size_, row_size_) =
        by_seen.topRows(row_size_);
    by_state = by_seen.bottomRows(units);
  }
  return input_gradient_;
}

}  // namespace mutlua
