// SPDX-License-Identifier: MIT
#include "trainer/evaluation.h"

#include "trainer/lines.h"
#include "trainer/loss.h"
#include "trainer/metrics.h"
#include "trainer/stopwatch.h"

namespace mutlua {

Evaluation evaluate(Network& network, const Digits& digits, const TrainingSummary& summary) {
  const Labels& labels = digits.held_out.labels;
  const Stopwatch watch;
  const Matrix likely = probabilities(network.scores(digits.held_out.pixels));
  const double seconds = watch.seconds();
  const Matrix trained = network.scores(digits.training.pixels);
  const MacroAverages macro = macro_averages(likely, labels);
  return {.training = summary,
          .top1 = top_k(likely, labels, 1),
          .top5 = top_k(likely, labels, 5),
          .train_error = 1 - top_k(trained, digits.training.labels, 1),
          .precision = macro.precision,
          .recall = macro.recall,
          .f1 = macro.f1,
          .mean_average_precision = mean_average_precision(likely, labels),
          .loss = cross_entropy(likely, labels),
          .samples_per_second = static_cast<double>(labels.size()) / seconds};
}

void write_metrics(const Evaluation& evaluation, std::ostream& out) {
  const auto write = [&](const char* name, double value) {
    write_line(out, "%s: %.6f", name, value);
  };
  const auto write_percent = [&](const char* name, double share) {
    write_line(out, "%s: %.6f%%", name, 100 * share);
  };
  write_percent("test_accuracy", evaluation.top1);
  write("test_error", 1 - evaluation.top1);
  write("train_error", evaluation.train_error);
  write_percent("best_val_accuracy", evaluation.training.best_validation_accuracy);
  write("accuracy", evaluation.top1);
  write("precision", evaluation.precision);
  write("recall", evaluation.recall);
  write("f1", evaluation.f1);
  write("top1_accuracy", evaluation.top1);
  write("top5_accuracy", evaluation.top5);
  write("top10_accuracy", 1);
  write("rank1", evaluation.top1);
  write("rank5", evaluation.top5);
  write("map", evaluation.mean_average_precision);
  write("eval_loss", evaluation.loss);
  write("final_training_loss", evaluation.training.final_training_loss);
  write("eval_samples_per_second", evaluation.samples_per_second);
  write("train_samples_per_second", evaluation.training.train_samples_per_second);
}

}  // namespace mutlua
