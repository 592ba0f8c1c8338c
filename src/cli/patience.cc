// SPDX-License-Identifier: MIT
#include "cli/patience.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/time.h>

#include <atomic>
#include <cmath>

#include "script/lua_state.h"

namespace mutlua {
namespace {

std::atomic<bool> time_is_over = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

void end_time(int) {
  time_is_over = true;
  LuaState::interrupt();
}

/// Seconds of the processor until SIGVTALRM; 0: no more.
void set_timer(double seconds) {
  itimerval timer{};
  timer.it_value.tv_sec = static_cast<time_t>(seconds);
  timer.it_value.tv_usec = static_cast<suseconds_t>(1e6 * (seconds - std::floor(seconds)));
  ::setitimer(ITIMER_VIRTUAL, &timer, nullptr);
}

}  // namespace

Patience::Patience(double seconds) : seconds_(seconds) {
  time_is_over = false;
  struct sigaction action {};
  action.sa_handler = end_time;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGVTALRM, &action, nullptr);
  set_timer(seconds);
}

Patience::~Patience() {
  set_timer(0);
  time_is_over = false;
  ::signal(SIGVTALRM, SIG_IGN);  // one that was on its way must not end the program
}

std::optional<int> Patience::stop_signal() {
  return time_is_over ? std::optional(SIGVTALRM) : std::nullopt;
}

std::optional<Error> Patience::over() const {
  if (!time_is_over) return std::nullopt;
  return Error(ErrorKind::script,
               fmt::format("the rehearsal was here when its {:g} s were over; if a loop waits for "
                           "a certain result, end it after some number of trials too: results of "
                           "a rehearsal are made up; if the script only takes long, say "
                           "--rehearsal-seconds {:g}",
                           seconds_, 10 * seconds_));
}

}  // namespace mutlua
