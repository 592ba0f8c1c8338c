// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "trainer/network.h"

namespace mutlua {

/// Makes a network from words with commas between them, such as "conv:8,pool,dense:32,dropout":
///
///   conv:N      a 3x3 convolution to N channels, then ReLU
///   pool        the largest of each 2x2 places
///   dense:N     N weighted sums of all inputs, then ReLU
///   residual:N  N residual blocks of two dense layers each, as wide as what goes in
///   rnn:N       N units that read row by row and hand their state on
///   lstm:N      the same with a gated memory
///   dropout     sets a share `dropout` of the values to zero while learning
///
/// A last dense layer to the ten classes is added, unless the words ask for another way to learn:
///
///   place:N     as the last word: N weighted sums, a place near that of other images of the class
///               (a siamese network)
///   goodness:N  alone or after others like it: N weighted sums of all inputs, then ReLU, learned
///               layer by layer (a forward-forward network)
///
/// Throws UsageError, naming the word.
std::unique_ptr<Network> build_network(const std::string& words, float dropout, Random& random);

/// Whether the word `dropout` is among these, and so the rate matters.
bool has_dropout(const std::string& words);

}  // namespace mutlua
