// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "training/catalogue.h"

namespace mutlua {

/// test/small: 60 s, 40 % of the card, 1000 MB. test/large: 120 s, 80 %, 5000 MB. test/unknown:
/// nothing is known of it. Ten epochs each, and the accuracy after each.
inline Catalogue test_catalogue() {
  const Json hyperparameters = {
      {"epochs", {{"flag", "--epochs"}, {"type", "int"}, {"default", 10}, {"range", {1, 100}}}},
      {"learning_rate",
       {{"flag", "--lr"}, {"type", "float"}, {"default", 0.1}, {"range", {0.0001, 10.0}}}}};
  const Json models = {
      {"small", {{"memory_mb", 1000}, {"gpu_percent", 40}, {"seconds_per_epoch", 6}}},
      {"large", {{"memory_mb", 5000}, {"gpu_percent", 80}, {"seconds_per_epoch", 12}}},
      {"unknown", Json::object()}};
  const Json repository = {
      {"path", "."},
      {"train_script", "./train.sh"},
      {"models", models},
      {"model_flag", "-n"},
      {"hyperparameters", hyperparameters},
      {"metrics", {{"accuracy", "^accuracy: ([0-9.]+)"}, {"loss", "^loss: ([0-9.]+)"}}},
      {"epoch", {{"pattern", "^Epoch ([0-9]+)/"}, {"at", "end"}}}};
  Catalogue catalogue;
  catalogue.add({{"catalogue", "tests"}, {"models", {{"test", repository}}}}, "tests.json");
  return catalogue;
}

inline Launch launch_of(const std::string& model, const std::vector<std::string>& more = {}) {
  Launch launch;
  launch.folder = ".";
  launch.argv = {"./train.sh", "-n", model};
  launch.argv.insert(launch.argv.end(), more.begin(), more.end());
  return launch;
}

}  // namespace mutlua
