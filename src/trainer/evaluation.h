// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>

#include "trainer/network.h"

namespace mutlua {

/// What the training itself has to tell about its end.
struct TrainingSummary {
  double final_training_loss;       ///< mean of the last epoch, in nats
  double best_validation_accuracy;  ///< share, of any epoch
  double train_samples_per_second;  ///< images learned from, by the clock on the wall
};

/// How good a network is: shares of the held-out images unless something else is said. An image
/// asks for its class and the network ranks the ten classes: top1 (the accuracy) and top5 say how
/// often the right one is first and among the first five.
struct Evaluation {
  TrainingSummary training;
  double top1;
  double top5;
  double train_error;  ///< of the images that were trained on
  double precision;    ///< this, recall and F1: means over the classes
  double recall;
  double f1;
  double mean_average_precision;
  double loss;                ///< mean cross-entropy, in nats
  double samples_per_second;  ///< images scored, by the clock on the wall
};

Evaluation evaluate(Network& network, const Digits& digits, const TrainingSummary& summary);

/// Writes every metric as `name: value`. Those called *_accuracy with test or val are in percent,
/// the other ones shares; top10_accuracy, of ten classes, is always 1.
void write_metrics(const Evaluation& evaluation, std::ostream& out);

}  // namespace mutlua
