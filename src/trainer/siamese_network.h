// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/layer_chain.h"

namespace mutlua {

/// The same layers look at two images and place them near each other if they show the same class
/// (J. Bromley et al., "Signature Verification using a Siamese Time Delay Neural Network", 1993).
/// Learns from all pairs of a mini-batch by the contrastive loss.
///
/// An image's score for a class is the negative squared distance to where that class lies: a
/// running mean of the places of its training images.
class SiameseNetwork : public Network {
 public:
  explicit SiameseNetwork(Layers layers) : chain_(std::move(layers)) {}

  double learn(const Images& batch, const Step& step) override;
  Matrix scores(const Matrix& pixels) override;
  std::size_t parameter_count() override { return chain_.parameter_count(); }

 private:
  void move_centres(const Matrix& places, const Labels& labels);

  LayerChain chain_;
  Matrix centres_;  // one column per class; empty before the first batch
};

}  // namespace mutlua
