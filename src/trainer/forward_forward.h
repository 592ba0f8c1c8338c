// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "trainer/dense.h"
#include "trainer/network.h"
#include "trainer/relu.h"

namespace mutlua {

/// Layers that learn without a backward pass (G. Hinton, "The Forward-Forward Algorithm", 2022).
///
/// An image is shown with a label beside its pixels. Each layer learns on its own to be lively (see
/// goodness.h) where the label is the right one, and quiet where it is a wrong one, drawn by how
/// likely the network holds it. A layer sees the outputs of the one before at a mean square of 1,
/// so that it cannot lean on that one's goodness. An image's score for a class is the goodness of
/// all layers with that label.
class ForwardForward : public Network {
 public:
  /// One dense layer with ReLU of each of these widths.
  ForwardForward(const std::vector<int>& widths, Random& random);

  /// The loss is the mean over the layers.
  double learn(const Images& batch, const Step& step) override;
  Matrix scores(const Matrix& pixels) override;
  std::size_t parameter_count() override;

 private:
  struct GoodLayer {
    Dense dense;
    Relu relu;
    Matrix input = {};

    const Matrix& forward(const Matrix& values);
    /// From what the last forward() returned, which stays as it was.
    double learn(const Matrix& output, const Step& step);
  };

  Labels wrong_labels(const Images& batch, Random& random);

  std::vector<std::unique_ptr<GoodLayer>> layers_;
};

}  // namespace mutlua
