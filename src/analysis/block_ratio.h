// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/estimate.h"

namespace mutlua {

/// One value of one of two arms.
struct Observation {
  std::string block;     ///< what was measured under like conditions
  std::string stratum;   ///< within the block: what differs in nothing but the arm
  bool treated = false;  ///< of the arm that is compared; false: of the baseline
  double value = 0;
};

/// How many times the baseline an arm is, by its blocks.
struct BlockRatio {
  std::optional<double> ratio;       ///< geometric mean over blocks; absent without a block
  std::optional<Interval> interval;  ///< of the ratio; absent for fewer than two blocks
  std::size_t blocks = 0;            ///< in which both arms stand in at least one stratum
  std::size_t unmatched = 0;         ///< the other blocks
  std::size_t not_positive = 0;      ///< values that have no logarithm: they are left out
  std::string reason;                ///< why something is absent; empty if nothing is
};

/// The ratio of two arms within blocks, so that what differs from block to block is no error of it.
///
/// A stratum with both arms gives the difference of their mean logarithms, a block the mean of its
/// strata; ratio and Student's t interval are those of the blocks, which count alike, taken back
/// from the logarithms.
BlockRatio block_ratio(const std::vector<Observation>& observations,
                       double confidence = kConfidence);

/// {ratio, lower, upper, blocks, unmatched, not_positive, reason?}: null where absent.
Json to_json(const BlockRatio& ratio);

}  // namespace mutlua
