// SPDX-License-Identifier: MIT
#include "simulated/card.h"

#include <algorithm>

#include "simulated/heat.h"

namespace mutlua {
namespace {

constexpr double kSecondsPerHour = 3600;

HeatStep step_of(const SimulatedFigures& figures, const SimulatedLoad& load, double celsius,
                 double work_watts, double hours) {
  const double per_hour = figures.drift_percent_per_hour / 100;
  const double base = figures.idle_watts + (load.trainings > 0 ? figures.context_watts : 0);
  return {figures, celsius, base + work_watts * (1 + per_hour * hours),
          work_watts * per_hour / kSecondsPerHour};
}

/// The temperature at which an idle card stays.
double resting_celsius(const SimulatedFigures& figures) {
  return HeatStep(figures, figures.ambient_celsius, figures.idle_watts, 0).celsius(1e6);
}

}  // namespace

SimulatedCard::SimulatedCard(const SimulatedFigures& figures)
    : figures_(figures), celsius_(resting_celsius(figures)) {}

double SimulatedCard::hours() const { return Seconds(at_.since_boot).count() / kSecondsPerHour; }

double SimulatedCard::work_watts() const {
  const double most = figures_.full_watts - figures_.idle_watts - figures_.context_watts;
  const double share = std::max(1.0, load_.utilisation);  // they cannot have more than all of it
  return most * load_.power / share * (throttled_ ? figures_.throttled_power : 1);
}

double SimulatedCard::speed() const {
  return (throttled_ ? figures_.throttled_speed : 1) / std::max(1.0, load_.utilisation);
}

double SimulatedCard::watts() const {
  return step_of(figures_, load_, celsius_, work_watts(), hours()).watts(0);
}

Instant SimulatedCard::next_switch(Instant until) const {
  if (until <= at_) return until;
  const HeatStep step = step_of(figures_, load_, celsius_, work_watts(), hours());
  const double level = throttled_ ? figures_.resume_celsius : figures_.throttle_celsius;
  const bool beyond = throttled_ ? celsius_ <= level : celsius_ >= level;
  const double within = (until - at_).count();
  const auto reached = beyond ? std::optional(0.0) : step.reaches(level, within);
  if (!reached) return until;
  return std::min(until, at_ + Seconds(*reached) + Seconds(1e-9));
}

void SimulatedCard::advance_to(Instant instant) {
  if (instant <= at_) return;
  const Seconds span = instant - at_;
  const HeatStep step = step_of(figures_, load_, celsius_, work_watts(), hours());
  gpu_joules_ += step.joules(span.count());
  celsius_ = step.celsius(span.count());
  const double package = figures_.package_idle_watts +
                         figures_.package_training_watts * static_cast<double>(load_.trainings);
  cpu_joules_ += std::min(package, figures_.package_limit_watts) * span.count();
  if (throttled_) throttled_for_ += span;
  at_ = instant;
  const double margin = 1e-6;  // of an instant that is whole nanoseconds
  if (!throttled_ && celsius_ >= figures_.throttle_celsius - margin) {
    throttled_ = true;
  } else if (throttled_ && celsius_ <= figures_.resume_celsius + margin) {
    throttled_ = false;
  }
}

Json SimulatedCard::snapshot() const {
  return {{"at_ns", at_.since_boot.count()}, {"celsius", celsius_},
          {"throttled", throttled_},         {"throttled_seconds", throttled_for_.count()},
          {"gpu_joules", gpu_joules_},       {"cpu_joules", cpu_joules_}};
}

void SimulatedCard::restore(const Json& snapshot) {
  at_ = {Nanoseconds(snapshot.at("at_ns").get<std::int64_t>())};
  celsius_ = snapshot.at("celsius").get<double>();
  throttled_ = snapshot.at("throttled").get<bool>();
  throttled_for_ = Seconds(snapshot.at("throttled_seconds").get<double>());
  gpu_joules_ = snapshot.at("gpu_joules").get<double>();
  cpu_joules_ = snapshot.at("cpu_joules").get<double>();
}

}  // namespace mutlua
