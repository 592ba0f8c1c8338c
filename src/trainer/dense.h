// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/layer.h"

namespace mutlua {

/// Weights uniform within sqrt(6 / inputs), so that ReLU layers keep the variance
/// (K. He et al., "Delving Deep into Rectifiers", 2015).
Matrix initial_weights(int outputs, int inputs, Random& random);

/// Every output is a weighted sum of every input, and a bias.
class Dense : public Layer {
 public:
  Dense(int inputs, int outputs, Random& random);

  Shape output() const override { return {static_cast<int>(weights_.value.rows()), 1}; }
  const Matrix& forward(const Matrix& input, Random* random) override;
  const Matrix& backward(const Matrix& gradient, bool input_gradient_wanted) override;
  std::vector<Parameter*> parameters() override { return {&weights_, &bias_}; }

 private:
  Parameter weights_;
  Parameter bias_;
  const Matrix* input_ = nullptr;
  Matrix output_;
  Matrix input_gradient_;
};

}  // namespace mutlua
