// SPDX-License-Identifier: MIT
#include "trainer/forward_forward.h"

#include "trainer/descent.h"
#include "trainer/goodness.h"
#include "trainer/loss.h"

namespace mutlua {

namespace {

/// The pixels, and below them the label as one of ten.
Matrix with_labels(const Matrix& pixels, const Labels& labels) {
  Matrix shown = Matrix::Zero(pixels.rows() + kClasses, pixels.cols());
  shown.topRows(pixels.rows()) = pixels;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    shown(pixels.rows() + labels[i], static_cast<Index>(i)) = 1;
  }
  return shown;
}

/// One of the other labels, by their share of the probability.
int draw_other(const Vector& likely, int label, Random& random) {
  float left = random.uniform() * (1 - likely(label));
  int drawn = label;
  for (int other = 0; other < kClasses && (left >= 0 || drawn == label); ++other) {
    if (other == label) continue;
    drawn = other;
    left -= likely(other);
  }
  return drawn;
}

}  // namespace

ForwardForward::ForwardForward(const std::vector<int>& widths, Random& random) {
  int inputs = kPixels + kClasses;
  for (const int width : widths) {
    layers_.push_back(
        std::make_unique<GoodLayer>(GoodLayer{Dense(inputs, width, random), Relu({width, 1})}));
    inputs = width;
  }
}

const Matrix& ForwardForward::GoodLayer::forward(const Matrix& values) {
  input = normalised(values);
  return relu.forward(dense.forward(input, nullptr), nullptr);
}

double ForwardForward::GoodLayer::learn(const Matrix& output, const Step& step) {
  Matrix gradient;
  const double loss = goodness_loss(output, gradient);
  dense.backward(relu.backward(gradient, true), false);
  for (Parameter* parameter : dense.parameters()) descend(*parameter, step);
  return loss;
}

double ForwardForward::learn(const Images& batch, const Step& step) {
  const Index count = batch.pixels.cols();
  Matrix lessons(kPixels + kClasses, 2 * count);
  lessons.leftCols(count) = with_labels(batch.pixels, batch.labels);
  lessons.rightCols(count) = with_labels(batch.pixels, wrong_labels(batch, step.random));
  double loss = 0;
  const Matrix* values = &lessons;
  for (const auto& layer : layers_) {
    values = &layer->forward(*values);
    loss += layer->learn(*values, step) / static_cast<double>(layers_.size());
  }
  return loss;
}

Labels ForwardForward::wrong_labels(const Images& batch, Random& random) {
  const Matrix likely = probabilities(scores(batch.pixels));
  Labels wrong;
  for (std::size_t i = 0; i < batch.count(); ++i) {
    wrong.push_back(draw_other(likely.col(static_cast<Index>(i)), batch.labels[i], random));
  }
  return wrong;
}

Matrix ForwardForward::scores(const Matrix& pixels) {
  Matrix result = Matrix::Zero(kClasses, pixels.cols());
  for (int label = 0; label < kClasses; ++label) {
    const Matrix shown =
        with_labels(pixels, Labels(static_cast<std::size_t>(pixels.cols()), label));
    const Matrix* values = &shown;
    for (const auto& layer : layers_) {
      values = &layer->forward(*values);
      result.row(label) += goodness(*values).transpose();
    }
  }
  return result;
}

std::size_t ForwardForward::parameter_count() {
  Index count = 0;
  for (const auto& layer : layers_) {
    for (const Parameter* parameter : layer->dense.parameters()) count += parameter->value.size();
  }
  return static_cast<std::size_t>(count);
}

}  // namespace mutlua
