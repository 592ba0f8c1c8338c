// SPDX-License-Identifier: MIT
#include "trainer/convolution.h"

#include <algorithm>

#include "trainer/dense.h"

namespace mutlua {

namespace {

constexpr int kReach = 1;
constexpr int kNeighbours = 9;

using ConstView = Eigen::Map<const Matrix>;
using View = Eigen::Map<Matrix>;

}  // namespace

Convolution::Convolution(Shape input, int channels, Random& random)
    : input_(input),
      weights_{initial_weights(channels, kNeighbours * input.channels, random)},
      bias_{Matrix::Zero(channels, 1)} {
  bias_.decays = false;
}

const Matrix& Convolution::forward(const Matrix& input, Random* /*random*/) {
  unfold(input);
  output_.resize(output().size(), input.cols());
  View places(output_.data(), output().channels, input.cols() * input_.places());
  places.noalias() = weights_.value * unfolded_;
  places.colwise() += bias_.value.col(0);
  return output_;
}

const Matrix& Convolution::backward(const Matrix& gradient, bool input_gradient_wanted) {
  const ConstView places(gradient.data(), output().channels, gradient.cols() * input_.places());
  weights_.gradient.noalias() = places * unfolded_.transpose();
  bias_.gradient = places.rowwise().sum();
  if (input_gradient_wanted) {
    unfolded_gradient_.noalias() = weights_.value.transpose() * places;
    fold(gradient.cols());
  }
  return input_gradient_;
}

void Convolution::unfold(const Matrix& input) {
  unfolded_.setZero(kNeighbours * input_.channels, input.cols() * input_.places());
  for_each_run(input.cols(), [&](Index in_image, Index in_column, Index length) {
    const float* from = input.data() + in_image;
    float* to = unfolded_.data() + in_column;
    for (Index i = 0; i < length; ++i) to[i] = from[i];
  });
}

void Convolution::fold(Index images) {
  input_gradient_.setZero(input_.size(), images);
  for_each_run(images, [&](Index in_image, Index in_column, Index length) {
    const float* part = unfolded_gradient_.data() + in_column;
    float* sum = input_gradient_.data() + in_image;
    for (Index i = 0; i < length; ++i) sum[i] += part[i];
  });
}

template <typename Use>
void Convolution::for_each_run(Index images, Use use) const {
  const int side = input_.side;
  const int row = kReach + 1 + kReach;
  for (Index column = 0; column < images * input_.places(); ++column) {
    const Index image = column / input_.places();
    const int y = static_cast<int>(column % input_.places()) / side;
    const int x = static_cast<int>(column % input_.places()) % side;
    const int first = std::max(x - kReach, 0);
    const int count = std::min(x + kReach, side - 1) - first + 1;
    for (int v = std::max(y - kReach, 0); v <= std::min(y + kReach, side - 1); ++v) {
      const int neighbour = (v - y + kReach) * row + (first - x + kReach);
      use((image * input_.places() + v * side + first) * input_.channels,
          (column * kNeighbours + neighbour) * input_.channels, count * input_.channels);
    }
  }
}

}  // namespace mutlua
