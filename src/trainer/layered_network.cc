// SPDX-License-Identifier: MIT
#include "trainer/layered_network.h"

#include <algorithm>

#include "trainer/loss.h"

namespace mutlua {

namespace {

constexpr float kMomentum = 0.9F;
constexpr Index kImagesAtOnce = 64;  // unfolded convolutions of more no longer fit a cache

void descend(Parameter& parameter, const Step& step) {
  if (parameter.decays && step.weight_decay != 0) {
    parameter.gradient += step.weight_decay * parameter.value;
  }
  parameter.velocity = kMomentum * parameter.velocity + parameter.gradient;
  parameter.value -= step.rate * parameter.velocity;
}

}  // namespace

LayeredNetwork::LayeredNetwork(Layers layers) : layers_(std::move(layers)) {
  for (const auto& layer : layers_) {
    for (Parameter* parameter : layer->parameters()) parameters_.push_back(parameter);
  }
}

double LayeredNetwork::learn(const Images& batch, const Step& step) {
  const Matrix likely = probabilities(forward(batch.pixels, &step.random));
  backward(cross_entropy_gradient(likely, batch.labels));
  for (Parameter* parameter : parameters_) descend(*parameter, step);
  return cross_entropy(likely, batch.labels);
}

Matrix LayeredNetwork::scores(const Matrix& pixels) {
  Matrix all(kClasses, pixels.cols());
  for (Index first = 0; first < pixels.cols(); first += kImagesAtOnce) {
    const Index count = std::min(kImagesAtOnce, pixels.cols() - first);
    const Matrix some = pixels.middleCols(first, count);
    all.middleCols(first, count) = forward(some, nullptr);
  }
  return all;
}

std::size_t LayeredNetwork::parameter_count() {
  Index count = 0;
  for (const Parameter* parameter : parameters_) count += parameter->value.size();
  return static_cast<std::size_t>(count);
}

const Matrix& LayeredNetwork::forward(const Matrix& pixels, Random* random) {
  const Matrix* values = &pixels;
  for (const auto& layer : layers_) values = &layer->forward(*values, random);
  return *values;
}

void LayeredNetwork::backward(const Matrix& gradient) {
  const Matrix* values = &gradient;
  for (std::size_t left = layers_.size(); left > 0; --left) {
    values = &layers_[left - 1]->backward(*values, left > 1);
  }
}

}  // namespace mutlua
