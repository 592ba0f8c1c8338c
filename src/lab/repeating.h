// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "lab/supervisor.h"

namespace mutlua {

/// Does something again and again while the program waits, until this goes away.
class Repeating {
 public:
  /// The first time is after `first`.
  Repeating(Supervisor& supervisor, Seconds period, std::function<void()> action,
            Seconds first = Seconds(0))
      : supervisor_(supervisor), period_(period), action_(std::move(action)) {
    arm(first);
  }
  ~Repeating() {
    if (timer_) supervisor_.cancel(*timer_);
  }
  Repeating(const Repeating&) = delete;
  Repeating& operator=(const Repeating&) = delete;

 private:
  void arm(Seconds span) {
    timer_ = supervisor_.at(supervisor_.now() + span, [this] {
      timer_.reset();
      action_();
      arm(period_);
    });
  }

  Supervisor& supervisor_;
  Seconds period_;
  std::function<void()> action_;
  std::optional<Supervisor::TimerId> timer_;
};

}  // namespace mutlua
