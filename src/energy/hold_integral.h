// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "base/units.h"

namespace mutlua {

/// Energy between two instants from power samples.
///
/// A sample speaks for the time since the one before it, because sensors average backwards. Over a
/// gap, more than three periods, power is taken to run straight from one sample to the next, and
/// what it may have been instead goes into the uncertainty. Equal values in a row are no less
/// values: dropping them would make a ramp of a plateau.
class HoldIntegral {
 public:
  /// The end may still be open: until_end() closes it before samples beyond it arrive.
  HoldIntegral(Instant from, Seconds period) : from_(from), period_(period) {}

  void until_end(Instant to) { to_ = to; }
  /// Samples must come in the order of time; one that does not is left out.
  void add(Instant at, Watts power) noexcept;

  struct Result {
    Joules joules;
    Seconds covered{0};  ///< of the span, by samples or between two of them
    Seconds gaps{0};     ///< of that: where samples are missing
    Joules uncertainty;  ///< what power may have been in the gaps
    int samples = 0;     ///< inside the span
  };
  /// Time after the last sample, up to two periods, is held at its value. Absent if no sample
  /// speaks for any of it, or the end is still open.
  std::optional<Result> result() const;

 private:
  void add_span(Instant after, Instant until, Watts power, Watts before, bool gap) noexcept;

  Instant from_;
  Seconds period_;
  std::optional<Instant> to_;
  std::optional<Instant> last_at_;
  Watts last_power_;
  Result sum_;
};

}  // namespace mutlua
