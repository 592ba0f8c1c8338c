// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "lab/rehearsed_time.h"
#include "lab/trial_spec.h"
#include "store/index.h"

namespace mutlua {

/// A trial as `mutlua plan` lists it; there may be a hundred thousand of them. What it refers to
/// lives as long as the lab.
struct PlannedTrial {
  std::shared_ptr<const Treatment> treatment;  ///< all replicates may have the same one
  std::size_t place = 0;                       ///< among the treatment's replicates, from 0
  Digest digest = {};                          ///< the identity
  int occurrence = 1;
  bool done = false;
  bool valid = true;       ///< of a done one
  bool again = false;      ///< it was measured before, but did not count
  bool elsewhere = false;  ///< to fill gaps: an earlier trial counts in its place
  int number = 0;  ///< NNN of its folder: that it has, or that it will get; 0: it will get none
  std::shared_ptr<const StoredTrial> stored = {};  ///< its last finished repeat, if it has one
  bool stored_counts = false;                      ///< that one, by today's needs
  std::string_view other_source = {};  ///< how its trainings' sources differ from those of that one
  int shape = -1;                      ///< those of one shape go alike; see RehearsedResults
  int position = 0;                    ///< it was added after those of smaller ones
  const RehearsedTime* time = nullptr;  ///< of one that was rehearsed; else nullptr

  std::string identity() const { return hex(digest); }
  bool to_be_measured() const { return !done && !elsewhere; }
  /// What it is, but for what sets replicates apart: number, drawn seeds, identity.
  const TrialSpec& common() const { return treatment->common(); }
  int replicate() const { return treatment->replicate(place); }
  /// All that it is.
  TrialSpec spec() const;
};

}  // namespace mutlua
