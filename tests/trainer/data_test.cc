// SPDX-License-Identifier: MIT
#include "trainer/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace mutlua {
namespace {

const Images& digits() {
  static const Images all = read_images(digits_text());
  return all;
}

TEST(Digits, AreAllBuiltIntoTheProgram) {
  EXPECT_EQ(digits().count(), 1797U);
  EXPECT_EQ(std::count(digits().labels.begin(), digits().labels.end(), 0), 178);
  EXPECT_EQ(digits().labels.front(), 0);
  EXPECT_FLOAT_EQ(digits().pixels(2, 0), 5.0F / 16);
  EXPECT_FLOAT_EQ(digits().pixels.maxCoeff(), 1);
}

TEST(Digits, SplitHoldsOutAThirdAndKeepsAFoldForValidation) {
  const Digits parts = split(digits(), 10);
  EXPECT_EQ(parts.held_out.count(), 599U);
  EXPECT_EQ(parts.validation.count(), 119U);
  EXPECT_EQ(parts.training.count(), 1079U);
}

TEST(Digits, HeldOutPartDoesNotDependOnTheFolds) {
  EXPECT_EQ(split(digits(), 2).held_out.pixels, split(digits(), 10).held_out.pixels);
  EXPECT_EQ(split(digits(), 2).validation.count(), 599U);
}

TEST(Digits, SplitUsesEveryImageOnce) {
  const Digits parts = split(digits(), 4);
  const auto sum = [](const Images& images) { return images.pixels.cast<double>().sum(); };
  EXPECT_DOUBLE_EQ(sum(parts.training) + sum(parts.validation) + sum(parts.held_out),
                   sum(digits()));
}

TEST(Images, RefuseTextThatIsNoImage) {
  std::string line;
  for (int i = 0; i < kPixels; ++i) line += "16,";
  EXPECT_EQ(read_images(line + "9\n").labels, Labels{9});
  EXPECT_THROW(read_images(line + "10\n"), std::runtime_error);
  EXPECT_THROW(read_images("17" + line.substr(2) + "9\n"), std::runtime_error);
  EXPECT_THROW(read_images("1,2,3\n"), std::runtime_error);
  EXPECT_THROW(read_images(line + "9,1\n"), std::runtime_error);
}

}  // namespace
}  // namespace mutlua
