// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>

#include "base/json.h"
#include "lab/trial_spec.h"

namespace mutlua {

/// What came of the trials of a rehearsal, which writes nothing.
///
/// Of a large study not every trial is rehearsed: the first 200, and of the others the first
/// one of each shape (which models, measured and as load). Those of a shape that was rehearsed go
/// as it went: a protocol does the same with them.
class RehearsedResults {
 public:
  /// The number of the trial's shape.
  int shape_of(const TrialSpec& trial);

  bool wants(int shape) const { return results_.size() < kWhole || !samples_.contains(shape); }

  /// `number`: the trial's in the rehearsal.
  void keep(int number, int shape, const Json& result);

  /// Whether trials of a shape that was rehearsed count.
  bool counts(int shape) const { return samples_.at(shape).counts; }
  /// Of a trial that was rehearsed, else of the one whose shape it has.
  Json result(int number, int shape) const;

 private:
  static constexpr std::size_t kWhole = 200;

  struct Sample {
    int number;
    bool counts;
  };
  std::map<std::string, int> shapes_;
  std::unordered_map<int, Sample> samples_;       ///< the first trial of each shape
  std::unordered_map<int, std::string> results_;  ///< as JSON text, for it is small
};

}  // namespace mutlua
