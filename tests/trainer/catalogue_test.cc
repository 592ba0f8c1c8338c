// SPDX-License-Identifier: MIT
// settings/digits.json by what it promises: the real catalogue's names, and trainings that train.
#include <map>
#include <sstream>

#include "trainer/digits_catalogue.h"
#include "trainer/settings.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSlow = true;
#else
constexpr bool kSlow = false;
#endif

namespace mutlua {
namespace {

/// Runs the model with every default passed as an argument; a seed below 0 is the catalogue's.
Finished train_with_defaults(const ModelName& name, int seed = -1) {
  std::vector<std::string> words = command_of(name);
  Json fields = digits()[name.repository]["supported_hyperparams"];
  if (seed >= 0) fields["seed"]["default"] = seed;
  for (const auto& item : fields.items()) {
    words.push_back(item.value().at("flag"));
    words.push_back(item.value().at("default").dump());
  }
  return run_program(words);
}

std::string without_speeds(const std::string& text) {
  std::istringstream lines(text);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("_per_second") == std::string::npos) kept += line + "\n";
  }
  return kept;
}

TEST(DigitsCatalogue, HasTheRepositoriesAndModelsOfTheRealOne) {
  const Json real = read_settings("models.json");
  ASSERT_EQ(digits().size(), real.size());
  for (const auto& [repository, fields] : real.items()) {
    std::vector<std::string> expected, found;
    for (const auto& item : fields.at("models").items()) expected.push_back(item.key());
    for (const auto& item : digits().at(repository).at("models").items()) {
      found.push_back(item.key());
    }
    EXPECT_EQ(found, expected);
    EXPECT_EQ(digits()[repository].value("roles", Json()), fields.value("roles", Json()));
  }
}

TEST(DigitsCatalogue, HasTheHyperparametersOfTheRealOneButForTheFlags) {
  const Json real = read_settings("models.json");
  for (const auto& [repository, fields] : real.items()) {
    Json expected = fields.at("supported_hyperparams");
    Json found = digits().at(repository).at("supported_hyperparams");
    for (auto& item : expected.items()) item.value().erase("flag");
    for (auto& item : found.items()) item.value().erase("flag");
    EXPECT_EQ(found, expected) << repository;
  }
}

TEST(DigitsCatalogue, HasTheMetricsOfTheRealOneButForTheTopTwentyOfTenClasses) {
  const Json real = read_settings("models.json");
  for (const auto& [repository, fields] : real.items()) {
    std::vector<std::string> expected, found;
    for (const auto& item : fields.at("performance_metrics").at("log_patterns").items()) {
      if (item.key() != "top20_accuracy") expected.push_back(item.key());
    }
    const Json& patterns = digits().at(repository).at("performance_metrics").at("log_patterns");
    for (const auto& [name, pattern] : patterns.items()) {
      found.push_back(name);
      const bool percent = name == "test_accuracy" || name == "best_val_accuracy";
      EXPECT_EQ(pattern, "^" + name + ": ([0-9.]+)" + (percent ? "%?" : ""));
    }
    EXPECT_EQ(found, expected) << repository;
  }
}

TEST(DigitsCatalogue, StatesTheDefaultsOfTheNetworks) {
  for (const ModelName& name : all_models()) {
    const std::vector<std::string> words = command_of(name);
    ASSERT_EQ(words.size(), 5U) << name.model;
    const Settings settings = defaults_of(words[2]);
    EXPECT_EQ(std::stod(words[4]), settings.rate_scale) << name.model;
    const std::map<std::string, double> own = {{"epochs", settings.epochs},
                                               {"max_iter", settings.iterations},
                                               {"alpha", settings.learning_rate},
                                               {"learning_rate", settings.learning_rate},
                                               {"kfold", settings.folds},
                                               {"batch_size", settings.batch_size},
                                               {"dropout", settings.dropout},
                                               {"weight_decay", settings.weight_decay},
                                               {"seed", static_cast<double>(settings.seed)}};
    for (const auto& item : digits()[name.repository]["supported_hyperparams"].items()) {
      EXPECT_EQ(item.value().at("default").get<double>(), own.at(item.key())) << name.model;
    }
  }
}

TEST(DigitsCatalogue, TrainsEveryModelToNinetyFivePercentWithItsDefaults) {
  for (const ModelName& name : all_models()) {
    if (kSlow && name.repository != "examples") continue;
    const Finished finished = train_with_defaults(name);
    ASSERT_EQ(finished.exit_code(), 0) << name.model << finished.text;
    EXPECT_GE(metric("test_accuracy", finished.text), 95) << name.model;
    for (const auto& item :
         digits()[name.repository]["performance_metrics"]["log_patterns"].items()) {
      EXPECT_GE(metric(item.key(), finished.text), 0) << name.model << " " << item.key();
    }
    EXPECT_NE(finished.text.find("\nEpoch 1/"), std::string::npos) << name.model;
  }
}

TEST(DigitsCatalogue, TrainsWellWithOtherSeedsToo) {
  if (kSlow) GTEST_SKIP() << "too slow with sanitizers";
  for (const ModelName& name : {ModelName{"examples", "mnist"}, ModelName{"examples", "mnist_rnn"},
                                ModelName{"examples", "mnist_ff"}, ModelName{"examples", "siamese"},
                                ModelName{"examples", "word_lm"}, ModelName{"VulBERTa", "mlp"},
                                ModelName{"Person_reID_baseline_pytorch", "pcb"}}) {
    for (int seed = 2; seed < 6; ++seed) {
      const Finished finished = train_with_defaults(name, seed);
      EXPECT_GE(metric("test_accuracy", finished.text), 95) << name.model << " " << seed;
    }
  }
}

TEST(DigitsCatalogue, DoesWithoutArgumentsWhatItDoesWithTheDefaults) {
  const ModelName name{"VulBERTa", "mlp"};
  EXPECT_EQ(without_speeds(run_program(command_of(name)).text),
            without_speeds(train_with_defaults(name).text));
}

}  // namespace
}  // namespace mutlua
