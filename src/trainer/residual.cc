// SPDX-License-Identifier: MIT
#include "trainer/residual.h"

namespace mutlua {

Residual::Residual(int width, Random& random)
    : first_(width, width, random),
      between_(first_.output()),
      second_(width, width, random),
      after_(first_.output()) {
  second_.parameters().front()->value.setZero();
}

const Matrix& Residual::forward(const Matrix& input, Random* random) {
  const Matrix& inner = between_.forward(first_.forward(input, random), random);
  sum_ = input + second_.forward(inner, random);
  return after_.forward(sum_, random);
}

const Matrix& Residual::backward(const Matrix& gradient, bool input_gradient_wanted) {
  const Matrix& outer = after_.backward(gradient, true);
  const Matrix& inner = between_.backward(second_.backward(outer, true), true);
  const Matrix& through = first_.backward(inner, input_gradient_wanted);
  if (input_gradient_wanted) input_gradient_ = outer + through;
  return input_gradient_;
}

std::vector<Parameter*> Residual::parameters() {
  std::vector<Parameter*> all = first_.parameters();
  for (Parameter* parameter : second_.parameters()) all.push_back(parameter);
  return all;
}

}  // namespace mutlua
