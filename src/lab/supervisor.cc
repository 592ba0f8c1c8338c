// SPDX-License-Identifier: MIT
#include "lab/supervisor.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "base/error.h"

namespace mutlua {
namespace {

constexpr Seconds kNoDeadline{3600};  // wakes up once an hour where nothing else is due
constexpr Seconds kAskingPeriod{0.002};

std::string signal_name(int signal) {
  switch (signal) {
    case SIGINT:
      return "SIGINT";
    case SIGTERM:
      return "SIGTERM";
    case SIGHUP:
      return "SIGHUP";
    default:
      return fmt::format("signal {}", signal);
  }
}

}  // namespace

Started Supervisor::start(const Launch& launch, Listener& listener) {
  refuse_if_stopped();
  const Started started = processes_.start(launch);
  listeners_[started.id] = &listener;
  return started;
}

Supervisor::TimerId Supervisor::at(Instant instant, std::function<void()> action) {
  timers_.emplace(next_timer_, Timer{.at = instant, .action = std::move(action)});
  return next_timer_++;
}

bool Supervisor::wait_until(const std::function<bool()>& done, std::optional<Instant> until) {
  refuse_if_stopped();
  while (true) {
    run_due_timers();
    if (done()) return true;
    const Instant now = clock_.now();
    if (until && now >= *until) return false;
    Instant wake = until.value_or(now + kNoDeadline);
    if (const auto timer = next_timer()) wake = std::min(wake, *timer);
    dispatch(next_event(wake));
    refuse_if_stopped();
  }
}

void Supervisor::wait_through(const std::function<bool()>& done) {
  while (!done() && !lost_) {
    std::optional<Event> event;
    try {
      event = next_event(clock_.now() + kNoDeadline);
    } catch (const Error&) {
      return;  // it was thrown before, or there is no one left to tell
    }
    dispatch(*event);
    if (!std::holds_alternative<StopRequest>(*event)) continue;
    for (const auto& [id, listener] : listeners_) processes_.stop(id, Seconds(0));
  }
}

void Supervisor::wait_for_sensors(const std::function<bool()>& done, Instant until) {
  while (!done() && !lost_ && clock_.now() < until) {
    try {
      dispatch(next_event(std::min(until, clock_.now() + kAskingPeriod)));
    } catch (const Error&) {
      return;  // the next wait throws it again
    }
  }
}

Event Supervisor::next_event(Instant until) {
  try {
    return processes_.wait(until);
  } catch (const Error&) {
    lost_ = true;
    throw;
  }
}

void Supervisor::forget(ProcessId id) {
  const auto found = listeners_.find(id);
  if (found == listeners_.end()) return;
  found->second = nullptr;
  if (!lost_) processes_.stop(id, Seconds(0));
}

void Supervisor::refuse_if_stopped() const {
  if (!stop_signal_) return;
  throw Error(ErrorKind::stopped,
              fmt::format("stopped by {}; the same command continues", signal_name(*stop_signal_)));
}

void Supervisor::run_due_timers() {
  while (const auto due = next_timer()) {
    if (*due > clock_.now()) return;
    const auto first = std::min_element(timers_.begin(), timers_.end(),
                                        [](auto& a, auto& b) { return a.second.at < b.second.at; });
    const auto action = std::move(first->second.action);
    timers_.erase(first);
    action();
  }
}

std::optional<Instant> Supervisor::next_timer() const {
  std::optional<Instant> next;
  for (const auto& [id, timer] : timers_) next = std::min(timer.at, next.value_or(timer.at));
  return next;
}

void Supervisor::dispatch(const Event& event) {
  if (const auto* stop = std::get_if<StopRequest>(&event)) {
    stop_signal_ = stop->signal;
  } else if (const auto* output = std::get_if<Output>(&event)) {
    const auto found = listeners_.find(output->id);
    if (found != listeners_.end() && found->second != nullptr) found->second->on_output();
  } else if (const auto* exit = std::get_if<Exit>(&event)) {
    const auto node = listeners_.extract(exit->id);
    if (!node.empty() && node.mapped() != nullptr) node.mapped()->on_exit(*exit);
  }
}

}  // namespace mutlua
