// SPDX-License-Identifier: MIT
#include "trainer/layer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "trainer/convolution.h"
#include "trainer/dense.h"
#include "trainer/dropout.h"
#include "trainer/gradient_of_loss.h"
#include "trainer/long_short_term.h"
#include "trainer/max_pool.h"
#include "trainer/recurrent.h"
#include "trainer/relu.h"
#include "trainer/residual.h"

namespace mutlua {
namespace {

/// A layer, an input, and a loss: the outputs weighted with fixed random numbers.
class GradientCheck {
 public:
  GradientCheck(Layer& layer, Index inputs) : layer_(layer) {
    input_ = random_matrix(inputs, 3, random_);
    output_weights_ = random_matrix(layer.output().size(), 3, random_);
    // Biases begin at zero, and so does part of a residual block: no gradient would show there.
    for (Parameter* parameter : layer.parameters()) {
      parameter->value = random_matrix(parameter->value.rows(), parameter->value.cols(), random_);
    }
  }

  void run() {
    layer_.forward(input_, &random_);
    const Matrix by_input = layer_.backward(output_weights_, true);
    compare(input_, by_input, "input");
    for (Parameter* parameter : layer_.parameters()) {
      layer_.forward(input_, &random_);
      layer_.backward(output_weights_, false);
      const Matrix by_parameter = parameter->gradient;
      compare(parameter->value, by_parameter, "parameter");
    }
  }

 private:
  double loss() {
    Random same(5);
    const Matrix& output = layer_.forward(input_, &same);
    return output.cast<double>().cwiseProduct(output_weights_.cast<double>()).sum();
  }

  void compare(Matrix& values, const Matrix& gradient, const char* what) {
    constexpr float kStep = 1e-3F;  // so small that hardly a value crosses a kink
    int wrong = 0;
    for (Index i = 0; i < values.size(); ++i) {
      const float before = values.data()[i];
      values.data()[i] = before + kStep;
      const double above = loss();
      values.data()[i] = before - kStep;
      const double below = loss();
      values.data()[i] = before;
      const double expected = (above - below) / (2 * static_cast<double>(kStep));
      if (std::abs(gradient.data()[i] - expected) > 5e-3 * std::max(1.0, std::abs(expected))) {
        ++wrong;
      }
    }
    EXPECT_LE(wrong, values.size() / 50) << what << " of " << values.size();
    EXPECT_GT(gradient.cwiseAbs().maxCoeff(), 0.1F) << what;
  }

  Layer& layer_;
  Random random_{11};
  Matrix input_;
  Matrix output_weights_;
};

TEST(Layer, DenseHasTheRightGradient) {
  Random random(1);
  Dense layer(7, 5, random);
  GradientCheck(layer, 7).run();
}

TEST(Layer, ConvolutionHasTheRightGradient) {
  Random random(1);
  Convolution layer({2, 4}, 3, random);
  GradientCheck(layer, 2 * 16).run();
}

TEST(Layer, ReluHasTheRightGradient) {
  Relu layer({40, 1});
  GradientCheck(layer, 40).run();
}

TEST(Layer, MaxPoolHasTheRightGradient) {
  MaxPool layer({3, 4});
  GradientCheck(layer, 3 * 16).run();
}

TEST(Layer, ResidualHasTheRightGradient) {
  Random random(1);
  Residual layer(6, random);
  GradientCheck(layer, 6).run();
}

TEST(Layer, RecurrentHasTheRightGradient) {
  Random random(1);
  Recurrent layer({1, 4}, 6, random);
  GradientCheck(layer, 16).run();
}

TEST(Layer, LongShortTermHasTheRightGradient) {
  Random random(1);
  LongShortTerm layer({1, 4}, 5, random);
  GradientCheck(layer, 16).run();
}

TEST(Recurrent, ReadsTheRowsInTheirOrder) {
  Random random(1);
  Recurrent layer({1, 2}, 3, random);
  Matrix input(4, 2);
  input.col(0) << 1, 0, 0, 1;
  input.col(1) << 0, 1, 1, 0;  // the same rows the other way round
  const Matrix output = layer.forward(input, nullptr);
  EXPECT_GT((output.col(0) - output.col(1)).norm(), 0.01F);
}

TEST(Recurrent, HandsItsStateOnFromRowToRow) {
  Random random(1);
  Recurrent layer({1, 2}, 1, random);
  layer.parameters()[0]->value << 1, 0, 0.5F;  // the first pixel of the row and half the state
  Matrix input(4, 1);
  input << 0.3F, 9, 0.2F, 9;
  EXPECT_NEAR(layer.forward(input, nullptr)(0, 0), std::tanh(0.2 + 0.5 * std::tanh(0.3)), 1e-5);
}

TEST(LongShortTerm, KeepsItsMemoryWhereTheGateIsOpen) {
  Random random(1);
  LongShortTerm layer({1, 2}, 1, random);
  Matrix& weights = layer.parameters()[0]->value;
  weights.setZero();
  weights(3, 0) = 1;                                 // the news is the first pixel
  layer.parameters()[1]->value << 100, 100, 100, 0;  // every gate is open
  Matrix input(4, 1);
  input << 0.3F, 9, 0.2F, 9;
  const double memory = std::tanh(0.3) + std::tanh(0.2);
  EXPECT_NEAR(layer.forward(input, nullptr)(0, 0), std::tanh(memory), 1e-4);
}

TEST(Convolution, SumsOverTheNeighboursInsideTheImage) {
  Random random(1);
  Convolution layer({1, 3}, 1, random);
  layer.parameters()[0]->value.setOnes();
  const Matrix output = layer.forward(Matrix::Ones(9, 1), nullptr);
  Matrix expected(9, 1);
  expected << 4, 6, 4, 6, 9, 6, 4, 6, 4;
  EXPECT_EQ(output, expected);
}

TEST(MaxPool, KeepsTheLargestOfFourPerChannel) {
  MaxPool layer({2, 2});
  Matrix input(8, 1);
  input << 1, -1, 2, -2, 3, -3, 0, -4;  // channels of one place side by side
  Matrix expected(2, 1);
  expected << 3, -1;
  EXPECT_EQ(layer.forward(input, nullptr), expected);
}

TEST(Relu, DoesNotHideWhatIsNoNumber) {
  Relu layer({1, 1});
  const Matrix input = Matrix::Constant(1, 5, std::numeric_limits<float>::quiet_NaN());
  EXPECT_TRUE(layer.forward(input, nullptr).array().isNaN().all());
}

TEST(Residual, StartsAsTheWayAround) {
  Random random(1);
  Residual layer(4, random);
  const Matrix input = Matrix::Constant(4, 2, 0.5F);
  EXPECT_EQ(layer.forward(input, nullptr), input);
}

TEST(Dropout, KeepsTheExpectationAndDropsTheSameInBothDirections) {
  Random random(1);
  Dropout layer({10000, 1}, 0.25F);
  const Matrix ones = Matrix::Ones(10000, 1);
  const Matrix output = layer.forward(ones, &random);
  EXPECT_NEAR(output.mean(), 1, 0.02);
  EXPECT_NEAR(static_cast<double>((output.array() == 0).count()), 2500, 150);
  EXPECT_EQ(layer.backward(ones, true), output);
}

TEST(Dropout, DoesNothingWhereNothingIsLearned) {
  Dropout layer({3, 1}, 0.9F);
  const Matrix ones = Matrix::Ones(3, 1);
  EXPECT_EQ(layer.forward(ones, nullptr), ones);
}

}  // namespace
}  // namespace mutlua
