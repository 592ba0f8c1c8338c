// SPDX-License-Identifier: MIT
#include "lab/rehearsed_time.h"

#include <algorithm>
#include <utility>

#include "lab/waits.h"

namespace mutlua {
namespace {

using Span = std::pair<Instant, Instant>;

/// The spans of the measured trainings, in their order and without overlaps.
std::vector<Span> united(const std::vector<Outcome>& measured) {
  std::vector<Span> spans;
  for (const Outcome& each : measured) spans.emplace_back(each.began, each.exit.at);
  std::sort(spans.begin(), spans.end());
  std::vector<Span> result;
  for (const Span& each : spans) {
    if (!result.empty() && each.first <= result.back().second) {
      result.back().second = std::max(result.back().second, each.second);
    } else {
      result.push_back(each);
    }
  }
  return result;
}

Seconds common(const std::vector<Span>& spans, Instant from, Instant to) {
  Seconds sum{0};
  for (const auto& [begin, end] : spans)
    sum += std::max(Seconds(0), std::min(end, to) - std::max(begin, from));
  return sum;
}

/// Within which bounds a settling lasts, whatever it took here.
std::pair<Seconds, Seconds> bounds_of_settling(Json request) {
  request.erase("id");
  const Settling settling = settling_of(request, "settle");
  const bool watched = settling.first_epoch || settling.until_training;
  return {settling.seconds, watched ? std::max(settling.most, settling.seconds) : settling.seconds};
}

}  // namespace

void RehearsedTimer::passed(const std::string& kind, const Json& request, Instant from,
                            Instant to) {
  all_ += to - from;
  if (kind == "sleep") {
    pauses_.push_back({.from = from, .to = to, .least = to - from, .most = to - from});
  } else if (kind == "cool") {
    const Cooling cooling = cooling_of(request, "cooling");
    const Seconds least = cooling.shortest();
    idle_reading_ += std::max(Seconds(0), to - from - least);  // a rehearsal cools no longer
    pauses_.push_back({.from = from,
                       .to = from + least,
                       .least = least,
                       .most = cooling.until_idle ? cooling.most : least});
  } else if (kind == "background_settle") {
    const auto [least, most] = bounds_of_settling(request);
    pauses_.push_back({.from = from, .to = to, .least = least, .most = most});
  }
}

RehearsedTime RehearsedTimer::total(const std::vector<Outcome>& measured) const {
  RehearsedTime time;
  const std::vector<Span> spans = united(measured);
  for (const auto& [begin, end] : spans) time.measured += end - begin;
  time.idle_reading = idle_reading_;
  Seconds paused = idle_reading_;
  for (const Pause& each : pauses_) {
    const Seconds whole = each.to - each.from;
    const Seconds apart = whole - common(spans, each.from, each.to);
    const double share = whole.count() > 0 ? apart / whole : 1;
    time.least += share * each.least;
    time.most += share * each.most;
    paused += apart;
  }
  const Seconds others = all_ - time.measured - paused;
  if (others > Seconds(1e-3)) time.others = others;  // instants are whole nanoseconds
  return time;
}

}  // namespace mutlua
