// SPDX-License-Identifier: MIT
#include "energy/counter_sum.h"

#include <algorithm>

namespace mutlua {
namespace {

constexpr double kTolerance = 1.2;  // on the power limit, which processors overshoot for moments

}  // namespace

void CounterSum::add(const Reading& reading) noexcept {
  const bool beyond = domain_->modulus && reading.raw >= *domain_->modulus;
  if (reading.error != 0 || beyond) {
    ++errors_;
  } else if (!last_) {
    last_ = reading;
    changed_ = reading.after;
  } else if (const auto next = step(*last_, reading)) {
    if (odd_) ++errors_;  // the odd one was bad: this one goes on as if it had not been
    take(reading, *next, *last_);
  } else {
    doubt(reading);
  }
}

/// The reading does not follow from the last good one.
void CounterSum::doubt(const Reading& reading) noexcept {
  if (reading.raw == 0) {  // what a failed read shows; after a reset a larger value follows
    ++errors_;
  } else if (!odd_) {
    odd_ = reading;
  } else if (const auto next = step(*odd_, reading)) {
    ++breaks_;  // two agree that the counter began anew
    take(reading, *next, *odd_);
  } else {
    ++errors_;
    odd_ = reading;
  }
}

void CounterSum::take(const Reading& reading, const Step& step, const Reading& from) noexcept {
  sum_ += step.units;
  if (step.wrapped) ++wraps_;
  const double range =
      domain_->modulus ? static_cast<double>(*domain_->modulus) * domain_->joules_per_unit : 0;
  if (domain_->modulus && most_joules(reading.after - from.before) >= range) ambiguous_ = true;
  if (reading.raw != last_->raw) changed_ = reading.after;
  last_ = reading;
  odd_.reset();
  longest_unchanged_ = std::max(longest_unchanged_, unchanged());
}

std::optional<CounterSum::Step> CounterSum::step(const Reading& from,
                                                 const Reading& to) const noexcept {
  const bool wrapped = to.raw < from.raw;
  if (wrapped && !domain_->modulus) return std::nullopt;
  const std::uint64_t units = wrapped ? to.raw + (*domain_->modulus - from.raw) : to.raw - from.raw;
  // A counter may be one update behind at either end.
  const double most = most_joules(to.after - from.before + 2 * domain_->update_period);
  if (static_cast<double>(units) * domain_->joules_per_unit > most) return std::nullopt;
  return Step{.units = units, .wrapped = wrapped};
}

double CounterSum::most_joules(Seconds span) const noexcept {
  return most_power_.value * kTolerance * span.count();
}

std::optional<Joules> CounterSum::joules() const noexcept {
  if (!last_) return std::nullopt;
  return Joules{static_cast<double>(sum_) * domain_->joules_per_unit};
}

std::optional<Instant> CounterSum::until() const noexcept {
  if (!last_) return std::nullopt;
  return last_->after;
}

Seconds CounterSum::unchanged() const noexcept {
  return last_ ? last_->after - changed_ : Seconds(0);
}

}  // namespace mutlua
