// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace mutlua {

/// Chance that depends on names alone: what is asked for under the same names is the same on every
/// machine and in any order, so nothing that ran before matters.
class KeyedNoise {
 public:
  explicit KeyedNoise(std::string key) : key_(std::move(key)) {}

  /// In [0, 1).
  double uniform(std::string_view what) const;
  /// Mean 0, standard deviation 1, never beyond 6: the sum of twelve uniform numbers, which needs
  /// no logarithm and so is the same with every library.
  double normal(std::string_view what) const;

 private:
  std::string key_;
};

}  // namespace mutlua
