// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace mutlua {

/// Two values that should be one.
struct Difference {
  std::string place;  ///< "gpus[0].gross_joules"
  Json stored;
  Json derived;
};

/// What came of comparing a stored record with one that was derived again.
struct RecordComparison {
  std::vector<Difference> differences;
  int compared = 0;                       ///< values, those that differ included
  std::vector<std::string> only_stored;   ///< places that the lab adds, not derived: not compared
  std::vector<std::string> only_derived;  ///< places that were not stored: not compared
};

/// Compares, exactly and at any depth, what both records have. Lists must be of one length. What is
/// stored but not derived is a difference, unless the lab adds it from elsewhere than the trace.
RecordComparison compare_records(const Json& stored, const Json& derived);

}  // namespace mutlua
