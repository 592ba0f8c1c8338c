// SPDX-License-Identifier: MIT
#include "trainer/options.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <sstream>

#include "trainer/failure.h"

namespace mutlua {

namespace {

constexpr std::uint64_t kLargestSeed = std::uint64_t{1} << 53;  // larger ones do not fit a double

std::string footer() {
  std::ostringstream text;
  text << "Networks, which bring their own defaults:\n";
  for (const Recipe& recipe : recipes()) {
    text << "  " << std::left << std::setw(18) << recipe.name << recipe.defaults.words << "\n";
  }
  text << "or words with commas between them: conv:N, pool, dense:N, residual:N, rnn:N, lstm:N,\n"
          "dropout; place:N as the last one for a siamese network; or only goodness:N for a\n"
          "forward-forward network";
  return text.str();
}

/// What the command line says; what is absent comes from the network's defaults.
struct Options {
  std::string network;
  std::optional<int> epochs, iterations, batch_size, folds;
  std::optional<double> learning_rate, rate_scale, weight_decay, dropout;
  std::optional<std::int64_t> seed;

  void declare(CLI::App& app) {
    app.add_option("--network", network, "name or layers of the network, see below")->required();
    const auto by_epochs = app.add_option("--epochs", epochs, "passes over the training images");
    app.add_option("--iterations", iterations, "mini-batches, instead of --epochs")
        ->excludes(by_epochs)
        ->check(CLI::PositiveNumber);
    app.add_option("--learning-rate", learning_rate, "rises at first, then falls to zero");
    app.add_option("--rate-scale", rate_scale, "the step is this many times the learning rate");
    app.add_option("--batch-size", batch_size, "images in a mini-batch");
    app.add_option("--seed", seed, "of first weights, order and dropout")
        ->check(CLI::Range(std::int64_t{0}, static_cast<std::int64_t>(kLargestSeed)));
    app.add_option("--weight-decay", weight_decay, "times each weight, added to its gradient");
    app.add_option("--dropout", dropout, "share of values set to zero, in networks that have it");
    app.add_option("--folds", folds, "one part in this many is for validation, not for training");
  }

  Settings settle() const {
    Settings settings = defaults_of(network);
    if (epochs) settings.iterations = 0;
    settings.epochs = epochs.value_or(settings.epochs);
    settings.iterations = iterations.value_or(settings.iterations);
    settings.batch_size = batch_size.value_or(settings.batch_size);
    settings.folds = folds.value_or(settings.folds);
    settings.learning_rate = learning_rate.value_or(settings.learning_rate);
    settings.rate_scale = rate_scale.value_or(settings.rate_scale);
    settings.weight_decay = weight_decay.value_or(settings.weight_decay);
    settings.dropout = dropout.value_or(settings.dropout);
    settings.seed = seed ? static_cast<std::uint64_t>(*seed) : settings.seed;
    return settings;
  }
};

}  // namespace

std::optional<Settings> read_options(int argc, const char* const* argv) {
  CLI::App app{"Trains a small network on 8x8 handwritten digits.", "mutlua-train"};
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.set_version_flag("--version", "mutlua-train " MUTLUA_VERSION);
  app.footer(footer());
  Options options;
  options.declare(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& outcome) {
    if (outcome.get_exit_code() != 0) throw UsageError(outcome.what());
    app.exit(outcome, std::cout, std::cerr);
    return std::nullopt;
  }
  return options.settle();
}

}  // namespace mutlua
