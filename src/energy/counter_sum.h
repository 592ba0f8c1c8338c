// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "base/units.h"
#include "energy/source.h"

namespace mutlua {

/// Adds up the steps of one energy counter, telling a wrap from a reset.
///
/// A decrease is a wrap only if the counter has a modulus and the energy that it would mean could
/// have been used in the time since the last reading; otherwise it is a reset, whose hole is
/// unknown. An invalid reading changes nothing: the next valid one spans it.
/// Sums are whole raw units; they become joules once, in joules().
class CounterSum {
 public:
  CounterSum(const DomainInfo& domain, Watts most_power)
      : domain_(&domain), most_power_(most_power) {}

  void add(const Reading& reading) noexcept;

  /// Joules since the first valid reading. Absent before it.
  std::optional<Joules> joules() const noexcept;

  int errors() const noexcept { return errors_; }
  int wraps() const noexcept { return wraps_; }
  /// Resets and implausible jumps: energy of unknown size is missing from the sum.
  int breaks() const noexcept { return breaks_; }
  /// A reading came so late that the counter may have wrapped more than once.
  bool ambiguous() const noexcept { return ambiguous_; }

 private:
  bool plausible(std::uint64_t units, Seconds span) const noexcept;

  const DomainInfo* domain_;
  Watts most_power_;
  bool started_ = false;
  std::uint64_t last_raw_ = 0;
  Instant last_at_;
  unsigned __int128 sum_ = 0;
  int errors_ = 0;
  int wraps_ = 0;
  int breaks_ = 0;
  bool ambiguous_ = false;
};

}  // namespace mutlua
