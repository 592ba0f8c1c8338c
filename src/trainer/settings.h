// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mutlua {

/// In whose words the report at the end is written: see report.h.
enum class Wording {
  plain,
  mrt_oast,
  bug_localization,
  resnet,
  vulberta,
  person_reid,
  examples,
  forward_forward
};

/// Everything that decides the result of a training.
struct Settings {
  std::string network;  ///< as it was asked for
  std::string words;    ///< its layers: see build.h
  int epochs = 10;      ///< passes over the training part
  int iterations = 0;   ///< mini-batches; if not 0 it counts, and epochs does not
  double learning_rate = 0.01;
  double rate_scale = 1;  ///< the first step is learning_rate * rate_scale long
  int batch_size = 32;
  std::uint64_t seed = 1;
  double weight_decay = 0;
  double dropout = 0;
  Wording wording = Wording::plain;
  int folds = 10;  ///< one part in `folds` of the training part is for validation
};

/// A named network, its layers and defaults. The name is that of a real model for which it stands
/// in; the defaults are that model's, and rate_scale makes its learning rate fit the small network.
struct Recipe {
  std::string name;
  Settings defaults;
};

/// In the order of the catalogue settings/digits.json, whose commands name them.
const std::vector<Recipe>& recipes();

/// The defaults of the network of this name; of a network of these words if there is none.
Settings defaults_of(const std::string& network);

/// Throws UsageError, naming the option, for a value with which nothing can be trained.
void check(const Settings& settings);

}  // namespace mutlua
