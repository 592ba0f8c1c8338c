// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "base/units.h"
#include "energy/source.h"

namespace mutlua {

/// Adds up the steps of one energy counter, telling a wrap from a reset from a bad reading.
///
/// A step is believed if DomainInfo::most_power, a fifth more and two updates of the counter could
/// have made it in the time since the last reading. A decrease is a wrap only if the counter has a
/// modulus and the step is believed. What is not believed waits for the next reading: if that one
/// follows from the reading before, the odd one was bad; if it follows from the odd one, the
/// counter was reset, and the hole is unknown. A reading with an error, an unbelievable 0, or one
/// beyond the modulus changes nothing: the next good one spans it.
/// Sums are whole raw units; they become joules once, in joules(). Nothing throws or allocates.
class CounterSum {
 public:
  explicit CounterSum(const DomainInfo& domain) noexcept : CounterSum(domain, domain.most_power) {}
  /// With another limit than the domain's own. REQUIRES: the domain outlives the sum.
  CounterSum(const DomainInfo& domain, Watts most_power) noexcept
      : domain_(&domain), most_power_(most_power) {}

  void add(const Reading& reading) noexcept;

  /// Joules between the first and the last good reading, without the holes. Absent before it.
  std::optional<Joules> joules() const noexcept;

  /// Readings that were not used.
  int errors() const noexcept { return errors_; }
  int wraps() const noexcept { return wraps_; }
  /// Resets and unbelievable jumps: energy of unknown size is missing from the sum.
  int breaks() const noexcept { return breaks_ + (odd_ ? 1 : 0); }
  /// A reading came so late that the counter may have wrapped more than once.
  bool ambiguous() const noexcept { return ambiguous_; }

  /// When the last good reading was made: until then the sum goes. Absent before it.
  std::optional<Instant> until() const noexcept;
  /// For how long good readings have shown the same value, and the longest such time: a counter
  /// that stands while there is work is stuck.
  Seconds unchanged() const noexcept;
  Seconds longest_unchanged() const noexcept { return longest_unchanged_; }

 private:
  struct Step {
    std::uint64_t units = 0;
    bool wrapped = false;
  };

  /// The step between two readings; absent if it is not believed.
  std::optional<Step> step(const Reading& from, const Reading& to) const noexcept;
  double most_joules(Seconds span) const noexcept;
  void take(const Reading& reading, const Step& step, const Reading& from) noexcept;
  void doubt(const Reading& reading) noexcept;

  const DomainInfo* domain_;
  Watts most_power_;
  std::optional<Reading> last_;  ///< the last good one
  std::optional<Reading> odd_;   ///< one after it that does not follow from it
  Instant changed_;              ///< when the value was first seen that last_ has
  Seconds longest_unchanged_{0};
  unsigned __int128 sum_ = 0;
  int errors_ = 0;
  int wraps_ = 0;
  int breaks_ = 0;
  bool ambiguous_ = false;
};

}  // namespace mutlua
