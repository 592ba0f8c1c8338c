// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "trainer/layer.h"

namespace mutlua {

/// A recurrent layer that reads an image row by row from the top (J. Elman, "Finding Structure in
/// Time", 1990): after each row, state = tanh(W [row; state] + b), at first zero. Its output is the
/// state after the last row.
class Recurrent : public Layer {
 public:
  Recurrent(Shape input, int units, Random& random);

  Shape output() const override { return {static_cast<int>(weights_.value.rows()), 1}; }
  const Matrix& forward(const Matrix& input, Random* random) override;
  const Matrix& backward(const Matrix& gradient, bool input_gradient_wanted) override;
  std::vector<Parameter*> parameters() override { return {&weights_, &bias_}; }

 private:
  Index row_size_;
  Parameter weights_;  // units x (row + units)
  Parameter bias_;
  std::vector<Matrix> seen_;    // per row: the row, and below it the state before
  std::vector<Matrix> states_;  // per row: the state after
  Matrix input_gradient_;
};

}  // namespace mutlua
