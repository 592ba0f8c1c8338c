// SPDX-License-Identifier: MIT
#include "energy/gpu_evaluation.h"

#include <algorithm>
#include <cmath>

namespace mutlua {
namespace {

constexpr double kOvershoot = 1.5;  // a 700 W board was seen above 900 W for moments
constexpr Watts kMostPowerOfAnyBoard{2000};
constexpr double kLeastCovered = 0.9;  // of the window, or samples say nothing about it

DomainInfo counter_domain(const GpuInfo& info) {
  const Watts limit =
      info.power_limit ? Watts{info.power_limit->value * kOvershoot} : kMostPowerOfAnyBoard;
  return {.id = "nvml." + info.uuid + ".energy",
          .scope = info.scope,
          .joules_per_unit = 1e-3,
          .modulus = std::nullopt,
          .update_period = info.counter_period,
          .most_power = limit};
}

Instant middle(Instant a, Instant b) { return a + (b - a) / 2; }

double squared(double x) { return x * x; }

}  // namespace

GpuEvaluation::GpuEvaluation(const GpuInfo& info, bool assigned)
    : info_(info), assigned_(assigned), domain_(counter_domain(info)), sum_(domain_) {}

void GpuEvaluation::begin(Instant at) {
  begin_ = at;
  samples_.emplace(at, info_.sample_period);
  averages_.emplace(at, info_.average_period);
}

void GpuEvaluation::end(Instant at) {
  end_ = at;
  samples_->until_end(at);
  averages_->until_end(at + info_.average_window);
}

void GpuEvaluation::counter(const CounterRow& row) noexcept {
  const bool good = row.reading.error == 0;
  const Edge edge = edge_of(row);
  if (good) before_tick_ = row.reading;
  if (good && row.reason == CounterReason::begin) begin_edge_ = bounded(edge, edge.tick, begin_);
  if (!begin_edge_ || end_edge_) return;  // read to find the first tick, or after the last
  if (good && row.reason == CounterReason::end) end_edge_ = bounded(edge, *end_, edge.tick);
  sum_.add(row.reading);
  if (row.reading.error == 0) ++counter_readings_;
}

void GpuEvaluation::sample(const SampleRow& row) noexcept {
  const Watts power{static_cast<double>(row.sample.milliwatts) * 1e-3};
  samples_->add(row.at, power);
  if (begin_edge_ && row.at <= begin_) {
    begin_edge_->power->add(row.at, power);
    begin_edge_->nearest = power;
  }
  if (end_edge_ && row.at + -1.0 * info_.sample_period >= *end_) {
    end_edge_->power->add(row.at, power);
    if (!end_edge_->nearest) end_edge_->nearest = power;
  }
}

void GpuEvaluation::average(Instant at, std::int64_t milliwatts) noexcept {
  const Watts power{static_cast<double>(milliwatts) * 1e-3};
  averages_->add(at, power);
  last_average_ = at;
  if (!power_before_) power_before_ = power;
  power_after_ = power;
  if (end_ && at >= *end_) return;
  // The old tool looked once a second, from the begin on, and added the watts up.
  while ((at - begin_).count() >= static_cast<double>(next_legacy_)) {
    legacy_ = legacy_ + power * Seconds(1);
    ++next_legacy_;
  }
}

std::optional<Joules> GpuEvaluation::so_far() const {
  if (!begin_edge_ || sum_.breaks() > 0) return std::nullopt;
  return sum_.joules();
}

GpuEnergy GpuEvaluation::result() const {
  GpuEnergy energy;
  energy.info = info_;
  energy.assigned = assigned_;
  energy.errors = sum_.errors();
  energy.breaks = sum_.breaks();
  energy.counter_readings = counter_readings_;
  energy.unchanged = sum_.longest_unchanged();
  if (next_legacy_ > 0) energy.legacy = legacy_;
  const Seconds span = *end_ - begin_;
  if (const auto held = samples_->result()) {
    energy.sample_count = held->samples;
    energy.gaps = held->gaps + (span - held->covered);
    if (held->covered >= kLeastCovered * span) energy.samples = held->joules;
  }
  energy.boxcar = from_boxcar();
  energy.counter = from_counter(energy);
  choose(energy);
  doubt(energy);
  return energy;
}

GpuEvaluation::Edge GpuEvaluation::edge_of(const CounterRow& row) const noexcept {
  const Instant from = row.aligned && before_tick_ ? before_tick_->before : row.reading.before;
  return {.tick = middle(from, row.reading.after),
          .u_instant = (row.reading.after - from) / 2,
          .aligned = row.aligned,
          .power = std::nullopt,
          .nearest = std::nullopt};
}

GpuEvaluation::Edge GpuEvaluation::bounded(Edge edge, Instant from, Instant to) const noexcept {
  edge.power.emplace(from, info_.sample_period);
  edge.power->until_end(to);
  return edge;
}

EdgePiece GpuEvaluation::piece(const Edge& edge, Seconds span, Watts otherwise) const {
  EdgePiece piece{.span = span, .joules = {}, .u_instant = edge.u_instant, .aligned = edge.aligned};
  const auto held = edge.power ? edge.power->result() : std::nullopt;
  // Samples that cover a part of it speak for all of it: it is a few of their steps long.
  const Watts power = held ? held->joules / held->covered : edge.nearest.value_or(otherwise);
  piece.joules = power * span;
  return piece;
}

std::optional<Joules> GpuEvaluation::from_counter(GpuEnergy& energy) const {
  if (!begin_edge_ || !end_edge_ || sum_.breaks() > 0) return std::nullopt;
  const auto whole = sum_.joules();
  if (!whole || counter_readings_ < 2) return std::nullopt;
  const Watts mean = *whole / (end_edge_->tick - begin_edge_->tick);
  energy.begin_edge = piece(*begin_edge_, begin_ - begin_edge_->tick, mean);
  energy.end_edge = piece(*end_edge_, end_edge_->tick - *end_, mean);
  return *whole - energy.begin_edge.joules - energy.end_edge.joules;
}

std::optional<Joules> GpuEvaluation::from_boxcar() const {
  const auto held = averages_->result();
  const Instant until = *end_ + info_.average_window;
  if (!held || !power_before_ || last_average_ + 3 * info_.average_period < until)
    return std::nullopt;
  const Watts edges{(power_before_->value + power_after_->value) / 2};
  return held->joules - edges * info_.average_window;
}

void GpuEvaluation::choose(GpuEnergy& energy) const {
  const Seconds span = *end_ - begin_;
  if (span < info_.counter_period) {
    energy.reason = "the window is shorter than one update of the sensor";
  } else if (energy.counter) {
    energy.method = GpuMethod::counter;
    energy.joules = energy.counter;
  } else if (sum_.breaks() > 0) {
    energy.reason = "the counter was reset or jumped during the window";
  } else if (info_.counter) {
    energy.reason = "the energy counter could not be read where the window begins or ends";
  } else if (energy.samples) {
    energy.method = GpuMethod::samples;
    energy.joules = energy.samples;
  } else if (energy.boxcar) {
    energy.method = GpuMethod::boxcar;
    energy.joules = energy.boxcar;
  } else {
    energy.reason = "the GPU gave no energy and no power readings";
  }
}

void GpuEvaluation::doubt(GpuEnergy& energy) const {
  if (energy.counter && energy.samples)
    energy.u_alias = Joules{std::abs((*energy.counter - *energy.samples).value)};
  if (!energy.joules) return;
  const double watts = std::abs((*energy.joules / (*end_ - begin_)).value);
  double square = 0;
  if (energy.method == GpuMethod::counter) {
    for (const EdgePiece& edge : {energy.begin_edge, energy.end_edge}) {
      const double seconds =
          edge.aligned ? edge.u_instant.count() / std::sqrt(3.0) : info_.counter_period.count();
      square += squared(watts * seconds);
    }
  } else {
    const auto held = (energy.method == GpuMethod::samples ? samples_ : averages_)->result();
    const Seconds step =
        energy.method == GpuMethod::samples ? info_.sample_period : info_.average_period;
    square = 2 * squared(watts * step.count() / std::sqrt(3.0)) + squared(held->uncertainty.value);
    square += squared(watts * std::max(0.0, ((*end_ - begin_) - held->covered).count()));
  }
  energy.u_random = Joules{std::sqrt(square)};
}

}  // namespace mutlua
