// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/layer.h"
#include "trainer/network.h"

namespace mutlua {

/// Layers one after the other, and how they learn from a gradient by their output.
class LayerChain {
 public:
  explicit LayerChain(Layers layers);

  /// The output for a mini-batch; `random` is for dropout. The images must live until descend().
  const Matrix& forward(const Matrix& pixels, Random& random);

  /// One step of every layer, from the loss's gradient by the output of forward().
  void descend(const Matrix& gradient, const Step& step);

  /// The output for any number of images, without learning.
  Matrix output(const Matrix& pixels);

  std::size_t parameter_count() const;

 private:
  const Matrix& run(const Matrix& pixels, Random* random);

  Layers layers_;
  std::vector<Parameter*> parameters_;
};

}  // namespace mutlua
