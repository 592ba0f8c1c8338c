// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/dense.h"
#include "trainer/relu.h"

namespace mutlua {

/// Two dense layers beside a way around them: relu(x + second(relu(first(x)))), with as many
/// outputs as inputs (K. He et al., "Deep Residual Learning for Image Recognition", 2015).
///
/// The second layer starts at zero, so that a deep stack starts as its input.
class Residual : public Layer {
 public:
  Residual(int width, Random& random);

  Shape output() const override { return first_.output(); }
  const Matrix& forward(const Matrix& input, Random* random) override;
  const Matrix& backward(const Matrix& gradient, bool input_gradient_wanted) override;
  std::vector<Parameter*> parameters() override;

 private:
  Dense first_;
  Relu between_;
  Dense second_;
  Relu after_;
  Matrix sum_;
  Matrix input_gradient_;
};

}  // namespace mutlua
