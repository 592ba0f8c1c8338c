// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "lab/background.h"

namespace mutlua {
namespace {

constexpr Seconds kShortestPause{0.1};
constexpr Seconds kLongestPause{30};
constexpr Seconds kSuspiciouslyShort{0.05};  // a training that ends so soon has hardly trained

/// 0.1 s, 0.2 s, 0.4 s, ... 30 s while it keeps failing; none after a run that did something.
Seconds pause_after(int failures_in_a_row) {
  if (failures_in_a_row == 0) return Seconds(0);
  return std::min(kLongestPause, kShortestPause * std::pow(2.0, failures_in_a_row - 1));
}

}  // namespace

BackgroundModel::BackgroundModel(Supervisor& supervisor, const Machine& machine, ModelUse use,
                                 std::filesystem::path folder, std::string prefix)
    : supervisor_(supervisor),
      machine_(machine),
      use_(std::move(use)),
      folder_(std::move(folder)),
      prefix_(std::move(prefix)) {
  start();
}

BackgroundModel::~BackgroundModel() {
  if (restart_) supervisor_.cancel(*restart_);
}

void BackgroundModel::start() {
  restart_.reset();
  if (starts_ > 0) gaps_ += supervisor_.now() - last_end_;
  ++starts_;
  auto next = std::make_unique<Training>(
      supervisor_, machine_, use_,
      Training::Options{.id = starts_,
                        .log = folder_ / fmt::format("{}run_{}.log", prefix_, starts_),
                        .needs = {},
                        .timeout = std::nullopt,
                        .read_energy = {},
                        .time = machine_.background_time,
                        .when_ended = [this](const Outcome& outcome) { run_ended(outcome); }});
  previous_ = std::exchange(current_, std::move(next));
  history_.push_back({.began = supervisor_.now(), .ended = {}, .outcome = {}, .epochs = {}});
}

void BackgroundModel::run_ended(const Outcome& outcome) {
  Json run = outcome_json(outcome);
  run.erase("id");
  run["log"] = outcome.log.filename().string();
  runs_.push_back(std::move(run));
  last_end_ = supervisor_.now();
  Run& ended = history_.back();
  ended.ended = outcome.exit.at;
  ended.outcome = {{"status", to_text(outcome.verdict.status)},
                   {"metrics", metrics_json(outcome.metrics)}};
  for (const Epoch& epoch : outcome.epochs) ended.epochs.push_back(epoch.at);
  if (stopping_) return;

  trained_ = trained_ || outcome.completed() || current_->epoch_seen();
  const bool in_vain = !outcome.completed() || outcome.duration() < kSuspiciouslyShort;
  failures_in_a_row_ = in_vain ? failures_in_a_row_ + 1 : 0;
  last_failure_ = outcome.verdict.reason;
  restart_ =
      supervisor_.at(supervisor_.now() + pause_after(failures_in_a_row_), [this] { start(); });
}

void BackgroundModel::stop() {
  stopping_ = true;
  if (restart_) supervisor_.cancel(*std::exchange(restart_, std::nullopt));
  current_->stop();
}

bool BackgroundModel::has_trained() const { return trained_ || current_->epoch_seen(); }

std::string BackgroundModel::last_failure() const {
  return fmt::format("{}: {}", use_.model->name,
                     last_failure_.empty() ? "no epoch in its log" : last_failure_);
}

Json BackgroundModel::report() const {
  return {{"model", use_.model->name},
          {"restarts", starts_ - 1},
          {"gaps_seconds", gaps_.count()},
          {"runs", runs_}};
}

Json BackgroundModel::during(Instant begin, Instant end) const {
  int restarts = 0, completed = 0, failed = 0, epochs = 0;
  Seconds busy{0}, gap{0};
  Instant idle_since = begin;
  Json runs = Json::array();
  const auto inside = [&](Instant at) { return at >= begin && at <= end; };
  for (const Run& run : history_) {
    const Instant from = std::clamp(run.began, begin, end);
    const Instant to = std::clamp(run.ended.value_or(end), begin, end);
    busy += to - from;
    if (from > idle_since) gap = std::max(gap, from - idle_since);
    idle_since = std::max(idle_since, to);
    if (&run != &history_.front() && inside(run.began)) ++restarts;
    if (!run.ended) {
      const auto& running = current_->log().epochs();
      epochs += static_cast<int>(std::count_if(
          running.begin(), running.end(), [&](const Epoch& epoch) { return inside(epoch.at); }));
    }
    epochs += static_cast<int>(std::count_if(run.epochs.begin(), run.epochs.end(), inside));
    if (!run.ended || !inside(*run.ended)) continue;
    const std::string status = run.outcome.at("status").get<std::string>();
    completed += status == "completed" ? 1 : 0;
    failed += status != "completed" && status != "stopped" ? 1 : 0;
    runs.push_back(run.outcome);
  }
  const Seconds span = end - begin;
  gap = std::max(gap, end - idle_since);
  return {{"model", use_.model->name},
          {"restarts", restarts},
          {"completed_runs", completed},
          {"failed_runs", failed},
          {"epochs", epochs},
          {"busy_seconds", busy.count()},
          {"busy_fraction", span > Seconds(0) ? Json(busy / span) : Json(nullptr)},
          {"longest_gap_seconds", gap.count()},
          {"runs", runs}};
}

}  // namespace mutlua
