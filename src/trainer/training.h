// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>

#include "trainer/settings.h"

namespace mutlua {

/// Trains a network on the digits and writes what happens, each line at once:
///
///   a line that names the network, its size and the settings;
///   `Epoch 3/10: train_loss 0.123456, validation_accuracy 96.21` after each pass over the data;
///   `name: value` for each metric at the end (see evaluation.h);
///   some of them once more, in the words of the real training that the network stands in for.
///
/// The learning rate rises linearly over the first tenth of the steps, and then falls to zero. The
/// same settings write the same text, but for the metrics that end in _per_second. Throws
/// UsageError, and TrainingFailed if the loss diverges or `out` cannot be written.
void train(const Settings& settings, std::ostream& out);

}  // namespace mutlua
