// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/layer.h"

namespace mutlua {

/// A 3x3 convolution with a border of zeros: the side stays, the number of channels may change.
///
/// Each image is first unfolded into one column of 9 x channels values per place, so that the
/// convolution is one matrix product.
class Convolution : public Layer {
 public:
  Convolution(Shape input, int channels, Random& random);

  Shape output() const override { return {static_cast<int>(weights_.value.rows()), input_.side}; }
  const Matrix& forward(const Matrix& input, Random* random) override;
  const Matrix& backward(const Matrix& gradient, bool input_gradient_wanted) override;
  std::vector<Parameter*> parameters() override { return {&weights_, &bias_}; }

 private:
  void unfold(const Matrix& input);
  void fold(Index images);

  /// Neighbours in one row lie side by side, both in the image and in its unfolded column. Calls
  /// `use(begin in the images, begin in the unfolded columns, length)` for each such run.
  template <typename Use>
  void for_each_run(Index images, Use use) const;

  Shape input_;
  Parameter weights_;  // output channels x (9 * input channels)
  Parameter bias_;
  Matrix unfolded_;
  Matrix output_;
  Matrix unfolded_gradient_;
  Matrix input_gradient_;
};

}  // namespace mutlua
