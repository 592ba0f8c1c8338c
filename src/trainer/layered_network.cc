// SPDX-License-Identifier: MIT
#include "trainer/layered_network.h"

#include "trainer/loss.h"

namespace mutlua {

double LayeredNetwork::learn(const Images& batch, const Step& step) {
  const Matrix likely = probabilities(chain_.forward(batch.pixels, step.random));
  chain_.descend(cross_entropy_gradient(likely, batch.labels), step);
  return cross_entropy(likely, batch.labels);
}

}  // namespace mutlua
