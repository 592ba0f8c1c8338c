// SPDX-License-Identifier: MIT
#include "trainer/evaluation.h"

#include "trainer/lines.h"
#include "trainer/loss.h"
#include "trainer/metrics.h"
#include "trainer/stopwatch.h"

namespace mutlua {

void evaluate(Network& network, const Digits& digits, const TrainingSummary& summary,
              std::ostream& out) {
  const Stopwatch watch;
  const Matrix likely = probabilities(network.scores(digits.held_out.pixels));
  const double seconds = watch.seconds();
  const Labels& labels = digits.held_out.labels;
  const Matrix trained = network.scores(digits.training.pixels);

  const double accuracy = top_k(likely, labels, 1);
  const double train_accuracy = top_k(trained, digits.training.labels, 1);
  const MacroAverages macro = macro_averages(likely, labels);
  const double rank5 = top_k(likely, labels, 5);
  const auto write = [&](const char* name, double value) {
    write_line(out, "%s: %.6f", name, value);
  };
  write("test_accuracy", 100 * accuracy);
  write("test_error", 1 - accuracy);
  write("train_error", 1 - train_accuracy);
  write("best_val_accuracy", 100 * summary.best_validation_accuracy);
  write("accuracy", accuracy);
  write("precision", macro.precision);
  write("recall", macro.recall);
  write("f1", macro.f1);
  write("top1_accuracy", accuracy);
  write("top5_accuracy", rank5);
  write("top10_accuracy", top_k(likely, labels, 10));
  write("rank1", accuracy);
  write("rank5", rank5);
  write("map", mean_average_precision(likely, labels));
  write("eval_loss", cross_entropy(likely, labels));
  write("final_training_loss", summary.final_training_loss);
  write("eval_samples_per_second", static_cast<double>(labels.size()) / seconds);
  write("train_samples_per_second", summary.train_samples_per_second);
}

}  // namespace mutlua
