// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/layer.h"
#include "trainer/network.h"

namespace mutlua {

/// Layers one after the other, learned by gradient descent with momentum on the cross-entropy.
class LayeredNetwork : public Network {
 public:
  /// The last layer must have ten outputs.
  explicit LayeredNetwork(Layers layers);

  double learn(const Images& batch, const Step& step) override;
  Matrix scores(const Matrix& pixels) override;
  std::size_t parameter_count() override;

 private:
  const Matrix& forward(const Matrix& pixels, Random* random);
  void backward(const Matrix& gradient);

  Layers layers_;
  std::vector<Parameter*> parameters_;
};

}  // namespace mutlua
