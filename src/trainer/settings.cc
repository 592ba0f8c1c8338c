// SPDX-License-Identifier: MIT
#include "trainer/settings.h"

#include <cmath>

#include "trainer/build.h"
#include "trainer/failure.h"

namespace mutlua {

namespace {

void require(bool holds, const char* option, const char* rule) {
  if (!holds) throw UsageError(std::string(option) + " must be " + rule);
}

bool finite_and_positive(double value) { return std::isfinite(value) && value > 0; }

}  // namespace

Settings defaults_of(const std::string& network) {
  for (const Recipe& recipe : recipes()) {
    if (recipe.name == network) return recipe.defaults;
  }
  Settings plain;
  plain.network = plain.words = network;
  return plain;
}

void check(const Settings& settings) {
  require(!settings.words.empty(), "--network", "given; `mutlua-train --help` lists the networks");
  require(settings.epochs >= 1 && settings.epochs <= 100000, "--epochs", "from 1 to 100000");
  require(settings.iterations >= 0 && settings.iterations <= 100000000, "--iterations",
          "from 1 to 100000000");
  require(finite_and_positive(settings.learning_rate), "--learning-rate", "above 0");
  require(finite_and_positive(settings.rate_scale), "--rate-scale", "above 0");
  require(settings.batch_size >= 1 && settings.batch_size <= 1024, "--batch-size",
          "from 1 to 1024");
  require(std::isfinite(settings.weight_decay) && settings.weight_decay >= 0, "--weight-decay",
          "0 or more");
  require(settings.dropout >= 0 && settings.dropout < 1, "--dropout", "from 0 to below 1");
  require(settings.folds >= 2 && settings.folds <= 100, "--folds", "from 2 to 100");
  if (settings.dropout > 0 && !has_dropout(settings.words)) {
    throw UsageError("--dropout: the network " + settings.network + " has no dropout layer");
  }
}

}  // namespace mutlua
