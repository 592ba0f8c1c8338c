// SPDX-License-Identifier: MIT
#include "trainer/siamese_network.h"

#include "trainer/contrastive_loss.h"

namespace mutlua {

double SiameseNetwork::learn(const Images& batch, const Step& step) {
  const Matrix& places = chain_.forward(batch.pixels, step.random);
  move_centres(places, batch.labels);
  Matrix gradient;
  const double loss = contrastive_loss(places, batch.labels, gradient);
  chain_.descend(gradient, step);
  return loss;
}

void SiameseNetwork::move_centres(const Matrix& places, const Labels& labels) {
  constexpr float kShare = 0.05F;  // of the mean that each image takes over
  if (centres_.size() == 0) centres_.setZero(places.rows(), kClasses);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    auto centre = centres_.col(labels[i]);
    centre += kShare * (places.col(static_cast<Index>(i)) - centre);
  }
}

Matrix SiameseNetwork::scores(const Matrix& pixels) {
  const Matrix places = chain_.output(pixels);
  Matrix result(kClasses, pixels.cols());
  for (Index c = 0; c < kClasses; ++c) {
    result.row(c) = -(places.colwise() - centres_.col(c)).colwise().squaredNorm();
  }
  return result;
}

}  // namespace mutlua
