// SPDX-License-Identifier: MIT
#include "energy/hold_integral.h"

#include <algorithm>
#include <cmath>

namespace mutlua {
namespace {

constexpr double kGapPeriods = 3;
constexpr double kHeldPeriods = 2;

}  // namespace

void HoldIntegral::add(Instant at, Watts power) noexcept {
  if (last_at_ && at <= *last_at_) return;
  const Instant since = last_at_.value_or(at + -1.0 * period_);
  const Watts before = last_at_ ? last_power_ : power;
  add_span(since, at, power, before, at - since > kGapPeriods * period_);
  if (at > from_ && (!to_ || at <= *to_)) ++sum_.samples;
  last_at_ = at;
  last_power_ = power;
}

std::optional<HoldIntegral::Result> HoldIntegral::result() const {
  if (!to_ || !last_at_) return std::nullopt;
  HoldIntegral whole = *this;
  const Instant held = *last_at_ + kHeldPeriods * period_;
  if (*last_at_ < *to_)
    whole.add_span(*last_at_, std::min(held, *to_), last_power_, last_power_, false);
  if (whole.sum_.covered <= Seconds(0)) return std::nullopt;
  return whole.sum_;
}

void HoldIntegral::add_span(Instant after, Instant until, Watts power, Watts before,
                            bool gap) noexcept {
  const Instant begin = std::max(after, from_);
  const Instant end = to_ ? std::min(until, *to_) : until;
  if (end <= begin) return;
  const Seconds span = end - begin;
  sum_.covered += span;
  if (!gap) {
    sum_.joules = sum_.joules + power * span;
    return;
  }
  const double slope = (power.value - before.value) / (until - after).count();
  const double middle = before.value + slope * ((begin - after) + span / 2).count();
  sum_.joules = sum_.joules + Watts{middle} * span;
  sum_.gaps += span;
  sum_.uncertainty = sum_.uncertainty + Watts{std::abs(power.value - before.value) / 2} * span;
}

}  // namespace mutlua
