// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "trainer/layer.h"

namespace mutlua {

/// A recurrent layer with a memory that is kept, written and read through gates (S. Hochreiter,
/// J. Schmidhuber, "Long Short-Term Memory", 1997, with the forget gate of F. Gers et al., 2000).
/// It reads an image row by row from the top; its output is the state after the last row.
///
/// Per row, of [row; state] weighted: keep, write, read = logistic(...), news = tanh(...);
/// memory = keep * memory + write * news, state = read * tanh(memory).
class LongShortTerm : public Layer {
 public:
  LongShortTerm(Shape input, int units, Random& random);

  Shape output() const override { return {static_cast<int>(units_), 1}; }
  const Matrix& forward(const Matrix& input, Random* random) override;
  const Matrix& backward(const Matrix& gradient, bool input_gradient_wanted) override;
  std::vector<Parameter*> parameters() override { return {&weights_, &bias_}; }

 private:
  /// What one row left behind.
  struct Moment {
    Matrix seen;    // the row, and below it the state before
    Matrix gates;   // keep, write, read and news, one below the other
    Matrix memory;  // after the row
    Matrix told;    // tanh of the memory
  };

  void look(Moment& moment, const Matrix* memory_before);
  Matrix gate_gradient(const Moment& moment, const Matrix* memory_before, const Matrix& by_state,
                       Matrix& by_memory) const;

  Index units_;
  Index row_size_;
  Parameter weights_;  // (4 * units) x (row + units)
  Parameter bias_;
  std::vector<Moment> moments_;
  Matrix state_;
  Matrix input_gradient_;
};

}  // namespace mutlua
