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

}  // namespace
}  // namespace mutlua
