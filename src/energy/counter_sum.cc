// SPDX-License-Identifier: MIT
#include "energy/counter_sum.h"

namespace mutlua {
namespace {

constexpr double kTolerance = 1.2;  // on the power limit, which boards overshoot for moments

}  // namespace

void CounterSum::add(const Reading& reading) noexcept {
  if (reading.error != 0) {
    ++errors_;
    return;
  }
  const std::uint64_t before = last_raw_;
  const Seconds span = reading.after - last_at_;
  const bool first = !started_;
  started_ = true;
  last_raw_ = reading.raw;
  last_at_ = reading.after;
  if (first) return;

  const bool wrapped = reading.raw < before;
  if (wrapped && !domain_->modulus) {
    ++breaks_;
    return;
  }
  const std::uint64_t step =
      wrapped ? reading.raw + (*domain_->modulus - before) : reading.raw - before;
  if (!plausible(step, span)) {
    ++breaks_;
    return;
  }
  sum_ += step;
  if (wrapped) ++wraps_;
  const double most_joules = most_power_.value * kTolerance * span.count();
  if (domain_->modulus &&
      most_joules >= static_cast<double>(*domain_->modulus) * domain_->joules_per_unit) {
    ambiguous_ = true;
  }
}

std::optional<Joules> CounterSum::joules() const noexcept {
  if (!started_) return std::nullopt;
  return Joules{static_cast<double>(sum_) * domain_->joules_per_unit};
}

bool CounterSum::plausible(std::uint64_t units, Seconds span) const noexcept {
  const Seconds slack = 2 * domain_->update_period;  // a counter may be one update behind, twice
  const double most_joules = most_power_.value * kTolerance * (span + slack).count();
  return static_cast<double>(units) * domain_->joules_per_unit <= most_joules;
}

}  // namespace mutlua
