// SPDX-License-Identifier: MIT
#include "trainer/data.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string>

namespace mutlua {

namespace {

constexpr int kHeldOutEvery = 3;

/// Reads the number at the start of `text` and drops it and the separator behind it.
int take_number(std::string_view& text, char separator, int most) {
  int number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto length = static_cast<std::size_t>(end - text.data());
  if (error != std::errc{} || number < 0 || number > most || length >= text.size() ||
      text[length] != separator) {
    throw std::runtime_error("digits: expected a number from 0 to " + std::to_string(most) +
                             " before '" + std::string(text.substr(0, 20)) + "'");
  }
  text.remove_prefix(length + 1);
  return number;
}

}  // namespace

Images Images::pick(const std::vector<std::size_t>& numbers) const {
  Images picked{Matrix(pixels.rows(), static_cast<Index>(numbers.size())), {}};
  picked.labels.reserve(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    picked.pixels.col(static_cast<Index>(i)) = pixels.col(static_cast<Index>(numbers[i]));
    picked.labels.push_back(labels[numbers[i]]);
  }
  return picked;
}

Images read_images(std::string_view text) {
  const Index count = std::count(text.begin(), text.end(), '\n');
  Images images{Matrix(kPixels, count), {}};
  for (Index image = 0; image < count; ++image) {
    for (Index pixel = 0; pixel < kPixels; ++pixel) {
      images.pixels(pixel, image) = static_cast<float>(take_number(text, ',', 16)) / 16;
    }
    images.labels.push_back(take_number(text, '\n', kClasses - 1));
  }
  return images;
}

Digits split(const Images& all, int folds) {
  std::vector<std::size_t> training, validation, held_out;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < all.count(); ++i) {
    if (i % kHeldOutEvery == kHeldOutEvery - 1) {
      held_out.push_back(i);
    } else {
      (++kept % static_cast<std::size_t>(folds) == 0 ? validation : training).push_back(i);
    }
  }
  return {all.pick(training), all.pick(validation), all.pick(held_out)};
}

}  // namespace mutlua
