// SPDX-License-Identifier: MIT
#include "simulated/trainings.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <utility>

namespace mutlua {
namespace {

constexpr double kReached = 1e-6;  // seconds of work: instants are whole nanoseconds

// Readings of an open window: so many of its shortest training and of itself, whatever its length.
constexpr double kReadingsPerTraining = 32;
constexpr double kReadingsPerWindow = 64;
constexpr Seconds kLeastSpacing{0.01};
constexpr Seconds kIdleSpacing{1};

}  // namespace

SimulatedTrainings::SimulatedTrainings(SimulatedClock& clock, SimulatedCard& card, Hooks hooks,
                                       bool writes_logs)
    : clock_(clock), card_(card), hooks_(std::move(hooks)), writes_logs_(writes_logs) {}

double SimulatedTrainings::Running::milestone() const {
  return written < course.output.size() ? std::min(course.output[written].after, course.seconds)
                                        : course.seconds;
}

Started SimulatedTrainings::start(const Launch& launch) {
  const ProcessId id = next_++;
  const auto all = static_cast<std::int64_t>(card_.figures().memory_mb * 1e6);
  Running& running = running_[id];
  running.course = hooks_.course(launch, all - card_.load().memory_bytes);
  running.started = clock_.now();
  if (writes_logs_) running.log.open(launch.log, std::ios::trunc);
  share_card();
  return {.id = id, .pid = static_cast<int>(id), .at = clock_.now()};
}

void SimulatedTrainings::stop(ProcessId id, Seconds) {
  const auto found = running_.find(id);
  if (found != running_.end() && !found->second.killed_at) found->second.killed_at = clock_.now();
}

Event SimulatedTrainings::wait(Instant until) {
  const auto signal = hooks_.stop_signal ? hooks_.stop_signal() : std::nullopt;
  if (signal && std::exchange(told_signal_, signal) != signal) return StopRequest{*signal};
  plan_reading();
  while (true) {
    if (auto event = due()) return *event;
    if (clock_.now() >= until) return Deadline{};
    pass_to(next_instant(until));
  }
}

/// What happens at this very instant, if anything does.
std::optional<Event> SimulatedTrainings::due() {
  for (auto& [id, running] : running_) {
    if (running.killed_at) return end(id, true);
    if (running.done + kReached < running.milestone()) continue;
    if (running.written < running.course.output.size()) return write(id, running);
    return end(id, false);
  }
  return std::nullopt;
}

Event SimulatedTrainings::write(ProcessId id, Running& running) {
  running.done = running.milestone();
  const std::string& text = running.course.output[running.written++].text;
  if (running.log.is_open()) running.log << text << std::flush;
  if (!writes_logs_) running.printed = text;
  return Output{id};
}

Event SimulatedTrainings::end(ProcessId id, bool killed) {
  const auto node = running_.extract(id);
  share_card();
  Exit exit;
  exit.id = id;
  exit.at = clock_.now();
  exit.cpu_time = clock_.now() - node.mapped().started;  // one thread feeds the card
  if (killed) {
    exit.signal = SIGTERM;
  } else {
    exit.exit_code = node.mapped().course.exit_code;
  }
  return exit;
}

Instant SimulatedTrainings::next_instant(Instant until) const {
  Instant next = until;
  const double speed = card_.speed();
  for (const auto& [id, running] : running_) {
    const double left = std::ceil((running.milestone() - running.done) / speed * 1e9);
    if (left < (until - clock_.now()).count() * 1e9)
      next = std::min(next, Instant{clock_.now().since_boot +
                                    Nanoseconds(std::max<std::int64_t>(1, std::llround(left)))});
  }
  if (next_reading_) next = std::min(next, *next_reading_);
  return card_.next_switch(next);
}

/// An open window's gauges are read often enough to give a mean, and no more often.
void SimulatedTrainings::plan_reading() {
  const auto window = hooks_.window_begin ? hooks_.window_begin() : std::nullopt;
  if (window != window_begin_) next_reading_.reset();
  window_begin_ = window;
  if (!window) return;
  std::optional<Seconds> shortest;
  for (const auto& [id, running] : running_) {
    const Seconds length(running.course.seconds);
    shortest = std::min(length, shortest.value_or(length));
  }
  const Instant now = clock_.now();
  const Seconds spacing = std::max({kLeastSpacing, (now - *window) / kReadingsPerWindow,
                                    shortest ? *shortest / kReadingsPerTraining : kIdleSpacing});
  next_reading_ = std::min(now + spacing, next_reading_.value_or(now + spacing));
}

void SimulatedTrainings::pass_to(Instant instant) {
  const double work = (instant - clock_.now()).count() * card_.speed();
  for (auto& [id, running] : running_) running.done += work;
  clock_.advance_to(instant);
  card_.advance_to(instant);
  if (!next_reading_ || instant < *next_reading_) return;
  next_reading_.reset();
  hooks_.read();
  plan_reading();
}

void SimulatedTrainings::share_card() {
  SimulatedLoad load;
  for (const auto& [id, running] : running_) {
    const SimulatedCourse& course = running.course;
    ++load.trainings;
    load.utilisation += course.utilisation;
    load.power += course.utilisation * course.cost;
    load.memory_bytes += course.memory_bytes;
  }
  card_.set_load(load);
}

std::string SimulatedTrainings::take_printed(ProcessId id) {
  const auto found = running_.find(id);
  return found == running_.end() ? "" : std::exchange(found->second.printed, {});
}

std::vector<GpuProcess> SimulatedTrainings::on_card() const {
  std::vector<GpuProcess> processes;
  for (const auto& [id, running] : running_)
    processes.push_back({.pid = static_cast<int>(id), .memory_bytes = running.course.memory_bytes});
  return processes;
}

}  // namespace mutlua
