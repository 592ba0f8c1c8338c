// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/json.h"
#include "base/python_random.h"

namespace mutlua {

/// The generators behind a study's draws, all fed by its one seed.
///
/// Keyed: each request has a generator of its own, seeded by a hash of the seed, what is asked for
/// and its index among equal requests, so that a line added elsewhere changes no draw. Sequence:
/// one CPython generator in call order, so that seeds of the old tool give its values.
class DrawStreams {
 public:
  DrawStreams(std::uint64_t seed, bool sequence);

  /// The generator for the next request of this kind.
  PythonRandom& next(const Json& request);

  /// A whole number below 2^53 of a named stream: training seeds, math.random.
  std::uint64_t number(const std::string& stream, std::int64_t index) const;
  /// Where a trial stands in a shuffled order.
  std::uint64_t order(const std::string& identity) const;

 private:
  std::uint64_t hash(const Json& what) const;

  std::uint64_t seed_;
  std::optional<PythonRandom> sequence_;
  std::optional<PythonRandom> keyed_;
  std::map<std::string, int> requests_;  ///< how often an equal request was made
};

/// One value of a range {kind, low, high, ...} as the script side describes it.
Json draw_value(const Json& range, PythonRandom& random);

}  // namespace mutlua
