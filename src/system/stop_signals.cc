// SPDX-License-Identifier: MIT
#include "system/stop_signals.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "base/error.h"
#include "system/descriptors.h"

namespace mutlua {
namespace {

// What a handler may touch: lock-free atomics.
std::atomic<int> first_request{0};
std::atomic<bool> came_again{false};
std::atomic<bool> end_after_trial{false};
std::atomic<int> wake_up{-1};
std::atomic<StopSignals::Hook> hook_function{nullptr};

void wake() {
  const std::uint64_t one = 1;
  (void)!::write(wake_up, &one, sizeof one);
}

void handle_request(int signal) {
  const int former_errno = errno;
  int none = 0;
  const bool first = first_request.compare_exchange_strong(none, signal);
  if (!first && signal == SIGINT) came_again = true;
  if (const StopSignals::Hook hook = hook_function) hook(signal);
  wake();
  errno = former_errno;
}

void handle_after_trial(int) {
  const int former_errno = errno;
  end_after_trial = true;
  wake();
  errno = former_errno;
}

void forget() {
  first_request = 0;
  came_again = false;
  end_after_trial = false;
  hook_function = nullptr;
}

bool is_ignored(int signal) {
  struct sigaction present {};
  ::sigaction(signal, nullptr, &present);
  return present.sa_handler == SIG_IGN;
}

struct sigaction action_for(int signal) {
  struct sigaction action {};
  action.sa_handler = handle_request;
  if (signal == SIGUSR1) action.sa_handler = handle_after_trial;
  if (signal == SIGPIPE) action.sa_handler = SIG_IGN;
  action.sa_flags = SA_RESTART;  // only waits that poll the descriptor are to end
  return action;
}

}  // namespace

StopSignals::StopSignals() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!event_) throw_errno("cannot wait for signals");
  if (wake_up >= 0) throw Error(ErrorKind::internal, "the stop signals are already handled");
  forget();
  wake_up = event_.number();
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGPIPE}) install(signal);
  if (!is_ignored(SIGHUP)) install(SIGHUP);
}

StopSignals::~StopSignals() {
  for (const auto& [signal, action] : former_) ::sigaction(signal, &action, nullptr);
  wake_up = -1;
  hook_function = nullptr;
}

void StopSignals::install(int signal) {
  const struct sigaction action = action_for(signal);
  struct sigaction former {};
  ::sigaction(signal, &action, &former);
  former_.emplace_back(signal, former);
}

void StopSignals::set_hook(Hook hook) { hook_function = hook; }

std::optional<int> StopSignals::requested() const {
  const int signal = first_request;
  return signal ? std::optional(signal) : std::nullopt;
}

bool StopSignals::hurried() const { return came_again; }

bool StopSignals::after_trial() const { return end_after_trial; }

void StopSignals::drain() {
  std::uint64_t ignored;
  (void)!::read(event_.number(), &ignored, sizeof ignored);
}

}  // namespace mutlua
