// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/layer_chain.h"

namespace mutlua {

/// Layers one after the other, learned by gradient descent with momentum on the cross-entropy.
class LayeredNetwork : public Network {
 public:
  /// The last layer must have ten outputs.
  explicit LayeredNetwork(Layers layers) : chain_(std::move(layers)) {}

  double learn(const Images& batch, const Step& step) override;
  Matrix scores(const Matrix& pixels) override { return chain_.output(pixels); }
  std::size_t parameter_count() override { return chain_.parameter_count(); }

 private:
  LayerChain chain_;
};

}  // namespace mutlua
