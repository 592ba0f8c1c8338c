// SPDX-License-Identifier: MIT
#include "trainer/settings.h"

namespace mutlua {

namespace {

/// What the models of one repository have in common.
struct Family {
  Settings defaults;

  Recipe operator()(const std::string& name, const std::string& words, double rate_scale) const {
    Recipe recipe{name, defaults};
    recipe.defaults.network = name;
    recipe.defaults.words = words;
    recipe.defaults.rate_scale = rate_scale;
    return recipe;
  }
};

Family by_epochs(Wording wording, int epochs, int batch_size, double learning_rate,
                 std::uint64_t seed) {
  Family family;
  family.defaults.wording = wording;
  family.defaults.epochs = epochs;
  family.defaults.batch_size = batch_size;
  family.defaults.learning_rate = learning_rate;
  family.defaults.seed = seed;
  return family;
}

Family by_iterations(Wording wording, int iterations, int batch_size, double learning_rate,
                     std::uint64_t seed) {
  Family family = by_epochs(wording, 1, batch_size, learning_rate, seed);
  family.defaults.iterations = iterations;
  return family;
}

Family with_dropout(Family family, double dropout) {
  family.defaults.dropout = dropout;
  return family;
}

Family with_weight_decay(Family family, double weight_decay) {
  family.defaults.weight_decay = weight_decay;
  return family;
}

const Family kMrtOast = with_dropout(by_epochs(Wording::mrt_oast, 10, 32, 1e-4, 1334), 0.2);
const Family kBugLocalization = by_iterations(Wording::bug_localization, 10000, 16, 1e-5, 42);
const Family kResnet =
    with_dropout(with_weight_decay(by_epochs(Wording::resnet, 200, 128, 0.1, 1334), 1e-4), 0.2);
const Family kVulberta = by_epochs(Wording::vulberta, 10, 32, 3e-5, 42);
const Family kPersonReid = with_dropout(by_epochs(Wording::person_reid, 60, 64, 0.05, 1334), 0.5);
const Family kExamples = by_epochs(Wording::examples, 10, 32, 0.01, 1);
const Family kForwardForward = by_epochs(Wording::forward_forward, 10, 32, 0.01, 1);

}  // namespace

const std::vector<Recipe>& recipes() {
  static const std::vector<Recipe> all = {
      kMrtOast("mrt_oast", "conv:8,pool,conv:16,dropout,dense:32", 300),
      kBugLocalization("bug_localization", "dense:96", 2000),
      kResnet("resnet20", "dense:24,dropout,residual:1", 0.2),
      kResnet("resnet32", "dense:26,dropout,residual:2", 0.15),
      kResnet("resnet44", "dense:28,dropout,residual:3", 0.12),
      kResnet("resnet56", "dense:30,dropout,residual:4", 0.1),
      kVulberta("vulberta_mlp", "dense:160,dense:96", 1500),
      kVulberta("vulberta_cnn", "conv:8,pool,conv:16,pool,dense:32", 800),
      kPersonReid("densenet121", "conv:6,pool,conv:12,dropout,dense:32", 0.7),
      kPersonReid("hrnet18", "conv:4,pool,conv:8,dropout,dense:32", 0.7),
      kPersonReid("pcb", "conv:6,pool,dropout,dense:32", 0.5),
      kExamples("mnist", "conv:12,pool,dense:32", 5),
      kExamples("mnist_rnn", "rnn:64", 5),
      kForwardForward("mnist_ff", "goodness:96,goodness:96", 60),
      kExamples("siamese", "conv:8,pool,conv:16,place:16", 8),
      kExamples("word_lm", "lstm:32", 50),
  };
  return all;
}

}  // namespace mutlua
