// SPDX-License-Identifier: MIT
#include <set>

#include "support.h"

namespace mutlua {
namespace {

Catalogue shipped() { return Catalogue::load({test::source_folder() / "settings/models.json"}); }

TEST(ShippedCatalogue, HoldsSixteenModelsOfSixRepositories) {
  const Catalogue catalogue = shipped();
  EXPECT_EQ(catalogue.name(), "models");
  EXPECT_EQ(catalogue.names().size(), 16u);
  std::set<std::string> repositories;
  for (const Model& model : catalogue.models()) repositories.insert(model.repository);
  EXPECT_EQ(repositories.size(), 6u);
}

TEST(ShippedCatalogue, GivesEveryHyperparameterADefaultAndARange) {
  const Catalogue catalogue = shipped();
  for (const Model& model : catalogue.models()) {
    EXPECT_FALSE(model.metrics.empty()) << model.name;
    for (const Hyperparameter& one : model.hyperparameters) {
      EXPECT_TRUE(one.default_value && one.low && one.high) << model.name << " " << one.name;
    }
  }
}

TEST(ShippedCatalogue, SaysWhichHyperparameterPlaysALearningRate) {
  const Catalogue catalogue = shipped();
  EXPECT_EQ(catalogue.find("bug-localization-by-dnn-and-rvsm/default").roles,
            (TextPairs{{"epochs", "max_iter"}, {"learning_rate", "alpha"}}));
}

TEST(ShippedCatalogue, ReadsTheReportOfATraining) {
  const Catalogue catalogue = shipped();
  const LogReader mnist =
      test::read_whole(catalogue.find("examples/mnist"),
                       "Train Epoch: 1 [0/60000 (0%)]\tLoss: 2.31\nTest set: Average loss: 0.2, "
                       "Accuracy: 9200/10000\n"
                       "Train Epoch: 2 [0/60000 (0%)]\tLoss: 1.31\n\x1b[0;32m[SUCCESS]\x1b[0m "
                       "Final Test Accuracy: 97%\n");
  EXPECT_EQ(mnist.metrics(), (MetricValues{{"test_accuracy", 97}}));
  EXPECT_EQ(mnist.epochs().size(), 2u);
  const LogReader resnet = test::read_whole(catalogue.find("pytorch_resnet_cifar10/resnet20"),
                                            "Epoch: [0][0/391]\tLoss 3\n测试准确率: 91.63%\n");
  EXPECT_EQ(resnet.metric("test_accuracy"), 91.63);
  EXPECT_EQ(resnet.epochs().at(0).index, 0);
}

/// How many epochs the model's pattern finds in a log.
std::size_t epochs_of(const std::string& model, const std::string& log) {
  return test::read_whole(shipped().find(model), log).epochs().size();
}

TEST(ShippedCatalogue, CountsTheEpochsOfEveryTrainingThatMarksThem) {
  const std::string steps =
      "Train Epoch: 1 [0/600 (0%)]\tLoss: 2\nTrain Epoch: 1 [300/600 (50%)]\n"
      "Train Epoch: 2 [0/600 (0%)]\tLoss: 1\nTrain Epoch: 2 [300/600 (50%)]\n"
      "Test set: Average loss: 0.2, Accuracy: 9200/10000 (92%)\n";
  for (const char* model : {"examples/mnist", "examples/mnist_rnn", "examples/siamese"}) {
    EXPECT_EQ(epochs_of(model, steps), 2u) << model;
  }
  for (const char* model : {"resnet20", "resnet32", "resnet44", "resnet56"}) {
    EXPECT_EQ(epochs_of(std::string("pytorch_resnet_cifar10/") + model,
                        "Epoch: [0][0/391]\tLoss 3\nEpoch: [0][50/391]\tLoss 2\nTest: [0/79]\n"
                        "Epoch: [1][0/391]\tLoss 2\nEpoch: [2][0/391]\tLoss 1\nTest: [0/79]\n"),
              3u)
        << model;
  }
  for (const char* model : {"densenet121", "hrnet18", "pcb"}) {
    EXPECT_EQ(epochs_of(std::string("Person_reID_baseline_pytorch/") + model,
                        "  Total Epochs: 2\nEpoch 0/1\n  3%| | 24/751 [00:00<00:01, phase=train]\n"
                        "Training complete in 0m 53s\n\n744/751 [00:01<00:00]Epoch 1/1\n"
                        "Training complete in 1m 46s\n"),
              2u)
        << model;
  }
  EXPECT_EQ(
      epochs_of("examples/word_lm",
                "| epoch   1 |   200/ 2983 batches | loss  7.6\n-----\n"
                "| end of epoch   1 | time: 39.1s | valid loss  5.9\n-----\n"
                "| epoch   2 |   200/ 2983 batches | loss  5.9\n"
                "| end of epoch   2 | time: 39.0s | valid loss  5.5\n=====\n| End of training |\n"),
      2u);
}

// What the library prints stands behind a progress bar, and the last evaluation follows the last
// epoch.
TEST(ShippedCatalogue, CountsTheEpochsOfVulBertaByTheirEvaluations) {
  EXPECT_EQ(
      epochs_of("VulBERTa/mlp",
                "{'loss': 0.7, 'learning_rate': 2e-05, 'epoch': 0.22}\n"
                "50%|#| 10/20 [00:01<00:01]{'eval_loss': 0.6, 'eval_runtime': 11, 'epoch': 1.0}\n"
                "{'loss': 0.6, 'learning_rate': 1e-05, 'epoch': 1.5}\n"
                "{'eval_loss': 0.5, 'eval_runtime': 11, 'epoch': 2.0}\n"
                "{'train_runtime': 38.0, 'train_samples_per_second': 7.3, 'epoch': 2.0}\n"
                "Validation Metrics:\n  eval_loss: 0.5\n  epoch: 2.0\n"),
      2u);
}

TEST(ShippedCatalogue, SaysWhyATrainingHasNoEpochMarks) {
  const Catalogue catalogue = shipped();
  std::set<std::string> without;
  for (const Model& model : catalogue.models()) {
    if (model.epoch) continue;
    without.insert(model.name);
    EXPECT_NE(model.note.find("epoch"), std::string::npos) << model.name;
  }
  EXPECT_EQ(without, (std::set<std::string>{"MRT-OAST/default", "VulBERTa/cnn", "examples/mnist_ff",
                                            "bug-localization-by-dnn-and-rvsm/default"}));
}

}  // namespace
}  // namespace mutlua
