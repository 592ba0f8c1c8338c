// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "trainer/matrix.h"

namespace mutlua {

inline constexpr int kSide = 8;
inline constexpr int kPixels = kSide * kSide;

/// Images, one column of 64 pixels from 0 to 1 each, and what they show.
struct Images {
  Matrix pixels;
  Labels labels;

  std::size_t count() const { return labels.size(); }

  /// The images of these numbers, in this order.
  Images pick(const std::vector<std::size_t>& numbers) const;
};

/// The digits in three parts that share no image.
struct Digits {
  Images training;
  Images validation;
  Images held_out;
};

/// The digits that are built into the program, as text (see DATA.md).
std::string_view digits_text();

/// Reads lines of 64 pixels (0 to 16) and a class. Throws std::runtime_error for anything else.
Images read_images(std::string_view text);

/// Every third image is held out; of the others, every folds-th is for validation.
Digits split(const Images& all, int folds);

}  // namespace mutlua
