// SPDX-License-Identifier: MIT
#include "trainer/layer_chain.h"

#include <algorithm>

#include "trainer/descent.h"

namespace mutlua {

LayerChain::LayerChain(Layers layers) : layers_(std::move(layers)) {
  for (const auto& layer : layers_) {
    for (Parameter* parameter : layer->parameters()) parameters_.push_back(parameter);
  }
}

const Matrix& LayerChain::forward(const Matrix& pixels, Random& random) {
  return run(pixels, &random);
}

void LayerChain::descend(const Matrix& gradient, const Step& step) {
  const Matrix* values = &gradient;
  for (std::size_t left = layers_.size(); left > 0; --left) {
    values = &layers_[left - 1]->backward(*values, left > 1);
  }
  for (Parameter* parameter : parameters_) mutlua::descend(*parameter, step);
}

Matrix LayerChain::output(const Matrix& pixels) {
  constexpr Index kImagesAtOnce = 64;  // unfolded convolutions of more no longer fit a cache
  Matrix all(layers_.back()->output().size(), pixels.cols());
  for (Index first = 0; first < pixels.cols(); first += kImagesAtOnce) {
    const Index count = std::min(kImagesAtOnce, pixels.cols() - first);
    const Matrix some = pixels.middleCols(first, count);
    all.middleCols(first, count) = run(some, nullptr);
  }
  return all;
}

std::size_t LayerChain::parameter_count() const {
  Index count = 0;
  for (const Parameter* parameter : parameters_) count += parameter->value.size();
  return static_cast<std::size_t>(count);
}

const Matrix& LayerChain::run(const Matrix& pixels, Random* random) {
  const Matrix* values = &pixels;
  for (const auto& layer : layers_) values = &layer->forward(*values, random);
  return *values;
}

}  // namespace mutlua
