// SPDX-License-Identifier: MIT
#include "trainer/long_short_term.h"

#include "trainer/dense.h"
#include "trainer/hyperbolic_tangent.h"

namespace mutlua {

LongShortTerm::LongShortTerm(Shape input, int units, Random& random)
    : units_(units),
      row_size_(input.channels * input.side),
      weights_{initial_weights(4 * units, input.channels * input.side + units, random) / 2},
      bias_{Matrix::Zero(4 * units, 1)},
      moments_(static_cast<std::size_t>(input.side)) {
  bias_.value.topRows(units).setOnes();  // at first the memory is kept
  bias_.decays = false;
}

const Matrix& LongShortTerm::forward(const Matrix& input, Random* /*random*/) {
  state_.setZero(units_, input.cols());
  const Matrix* memory = nullptr;
  for (std::size_t row = 0; row < moments_.size(); ++row) {
    Moment& moment = moments_[row];
    moment.seen.resize(row_size_ + units_, input.cols());
    moment.seen << input.middleRows(static_cast<Index>(row) * row_size_, row_size_), state_;
    look(moment, memory);
    state_ = moment.gates.middleRows(2 * units_, units_).cwiseProduct(moment.told);
    memory = &moment.memory;
  }
  return state_;
}

void LongShortTerm::look(Moment& moment, const Matrix* memory_before) {
  Matrix& gates = moment.gates;
  gates.noalias() = weights_.value * moment.seen;
  gates.colwise() += bias_.value.col(0);
  for (Index image = 0; image < gates.cols(); ++image) {
    float* gate = gates.col(image).data();
    for (Index i = 0; i < 3 * units_; ++i) gate[i] = logistic(gate[i]);
    for (Index i = 3 * units_; i < 4 * units_; ++i) gate[i] = hyperbolic_tangent(gate[i]);
  }
  moment.memory = gates.middleRows(units_, units_).cwiseProduct(gates.bottomRows(units_));
  if (memory_before != nullptr) {
    moment.memory += gates.topRows(units_).cwiseProduct(*memory_before);
  }
  moment.told = moment.memory;
  for (float& value : moment.told.reshaped()) value = hyperbolic_tangent(value);
}

const Matrix& LongShortTerm::backward(const Matrix& gradient, bool /*input_gradient_wanted*/) {
  weights_.gradient.setZero();
  bias_.gradient.setZero();
  input_gradient_.resize(row_size_ * static_cast<Index>(moments_.size()), gradient.cols());
  Matrix by_state = gradient;
  Matrix by_memory = Matrix::Zero(units_, gradient.cols());
  for (std::size_t row = moments_.size(); row-- > 0;) {
    const Matrix* memory_before = row > 0 ? &moments_[row - 1].memory : nullptr;
    const Matrix by_sums = gate_gradient(moments_[row], memory_before, by_state, by_memory);
    weights_.gradient.noalias() += by_sums * moments_[row].seen.transpose();
    bias_.gradient += by_sums.rowwise().sum();
    const Matrix by_seen = weights_.value.transpose() * by_sums;
    input_gradient_.middleRows(static_cast<Index>(row) * row_size_, row_size_) =
        by_seen.topRows(row_size_);
    by_state = by_seen.bottomRows(units_);
  }
  return input_gradient_;
}

/// The gradient by what goes into the gates; takes `by_memory` from after the row to before it.
Matrix LongShortTerm::gate_gradient(const Moment& moment, const Matrix* memory_before,
                                    const Matrix& by_state, Matrix& by_memory) const {
  const auto keep = moment.gates.topRows(units_).array();
  const auto write = moment.gates.middleRows(units_, units_).array();
  const auto read = moment.gates.middleRows(2 * units_, units_).array();
  const auto news = moment.gates.bottomRows(units_).array();
  by_memory.array() += by_state.array() * read * (1 - moment.told.array().square());

  Matrix by_sums(4 * units_, by_state.cols());
  by_sums.topRows(units_).setZero();
  if (memory_before != nullptr) {
    by_sums.topRows(units_) = by_memory.array() * memory_before->array() * keep * (1 - keep);
  }
  by_sums.middleRows(units_, units_) = by_memory.array() * news * write * (1 - write);
  by_sums.middleRows(2 * units_, units_) =
      by_state.array() * moment.told.array() * read * (1 - read);
  by_sums.bottomRows(units_) = by_memory.array() * write * (1 - news.square());
  by_memory.array() *= keep;
  return by_sums;
}

}  // namespace mutlua
