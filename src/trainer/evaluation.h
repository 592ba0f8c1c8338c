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

/// Writes every metric as `name: value`, computed on the held-out images; train_error on those that
/// were trained on. Metrics called *_accuracy with test or val are in percent, the other ones
/// shares. An image asks for its class and the network ranks the ten classes: rank1 and rank5 say
/// how often the right one is first and among the first five, as do top1, top5 and top10 (always
/// 1).
void evaluate(Network& network, const Digits& digits, const TrainingSummary& summary,
              std::ostream& out);

}  // namespace mutlua
