// SPDX-License-Identifier: MIT
#include "cli/plan_waits.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace mutlua {
namespace {

constexpr std::size_t kEnough = 3;
constexpr double kIdleReading = 10;  // seconds, as the lab takes it

/// What a trial waits besides its measured trainings.
struct Wait {
  double least = 0;
  double most = 0;
  double middle = 0;
  double others = 0;  ///< for trainings that are not measured
  std::set<const Model*> other_models = {};

  bool open() const { return least < most || others > 0; }
};

double between(double least, double most) {
  return least == most ? least : std::max(least, std::sqrt(std::max(1.0, least) * most));
}

/// As mutlua's protocol takes it.
Wait stated(const TrialSpec& spec) {
  Wait wait{.least = spec.cooling.shortest().count(),
            .most = (spec.cooling.until_idle ? spec.cooling.most : spec.cooling.seconds).count()};
  if (spec.parallel()) {
    const bool watched = spec.settle.first_epoch || spec.settle.until_training;
    wait.least += watched ? 0 : spec.settle.seconds.count();
    wait.most += (watched ? spec.settle.most : spec.settle.seconds).count();
  }
  wait.middle = between(wait.least, wait.most);
  return wait;
}

/// `slept`: of it, what a load alone is measured for.
Wait wait_of(const RehearsedTime& time, double slept) {
  Wait wait{.least = std::max(0.0, time.least.count() - slept),
            .most = std::max(0.0, time.most.count() - slept),
            .others = time.others.count(),
            .other_models = time.other_models};
  wait.middle = between(wait.least, wait.most);
  return wait;
}

double measured_sleep(const TrialSpec& spec) {
  return spec.foregrounds.empty() && !spec.is_by_hand() ? spec.seconds.value_or(0) : 0;
}

bool reads_idle(const PlannedTrial& trial) {
  return trial.time != nullptr && trial.time->idle_reading.count() > 0;
}

/// What the rehearsed trials of each shape have waited.
class Shapes {
 public:
  explicit Shapes(const std::vector<PlannedTrial>& trials) {
    for (const PlannedTrial& trial : trials) {
      if (trial.time == nullptr || trial.common().is_by_hand()) continue;
      waits_[trial.shape].push_back(wait_of(*trial.time, measured_sleep(trial.common())));
    }
    for (const auto& [shape, waits] : waits_) typical_[shape] = typical(waits);
  }

  const Wait* find(int shape) const {
    const auto found = typical_.find(shape);
    return found == typical_.end() ? nullptr : &found->second;
  }

 private:
  static Wait typical(const std::vector<Wait>& waits) {
    Wait sum{.least = waits.front().least};
    const auto n = static_cast<double>(waits.size());
    for (const Wait& each : waits) {
      sum.least = std::min(sum.least, each.least);
      sum.most = std::max(sum.most, each.most);
      sum.middle += each.middle / n;
      sum.others += each.others / n;
      sum.other_models.insert(each.other_models.begin(), each.other_models.end());
    }
    return sum;
  }

  std::map<int, std::vector<Wait>> waits_;
  std::map<int, Wait> typical_;
};

/// What earlier trials of the study waited, sorted, by mode.
using Seen = std::map<std::string, std::vector<double>>;

Seen seen_waits(const std::vector<PlannedTrial>& trials, const std::string& study,
                PlanHistory& history) {
  Seen seen;
  std::set<const Model*> asked;
  for (const PlannedTrial& trial : trials) {
    const TrialSpec& spec = trial.common();
    const Model* model = spec.foregrounds.empty() ? nullptr : spec.first().model;
    if (model == nullptr || !asked.insert(model).second) continue;
    for (const PastTrial& each : history.of(*model)) {
      if (each.study == study && each.waited_seconds)
        seen[each.mode].push_back(*each.waited_seconds);
    }
  }
  for (auto& [mode, waits] : seen) std::sort(waits.begin(), waits.end());
  return seen;
}

double at(const std::vector<double>& sorted, double place) {
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(std::lround(place * last))];
}

/// Adds the waits of all trials up.
class Sum {
 public:
  explicit Sum(Seen seen) : seen_(std::move(seen)) {}

  void add(const Wait& wait, const std::string& mode) {
    const auto found = seen_.find(mode);
    if (!wait.open() || found == seen_.end() || found->second.size() < kEnough) {
      add(wait);
      return;
    }
    if (used_.insert(mode).second) waits_.seen += found->second.size();
    const double most = wait.others > 0 ? found->second.back() : wait.most;
    const auto bounded = [&](double place) {
      return std::max(wait.least, std::min(at(found->second, place), most));
    };
    waits_.low += bounded(0.1);
    waits_.middle += bounded(0.5);
    waits_.high += bounded(0.9);
  }

  void add(const Wait& wait) {
    waits_.low += wait.least;
    waits_.middle += wait.middle;
    waits_.high += wait.most;
    others_ += wait.others;
    other_models_.insert(wait.other_models.begin(), wait.other_models.end());
  }

  ExpectedWaits& waits() { return waits_; }

  ExpectedWaits total(PlanHistory& history) {
    for (const Model* model : other_models_) {
      if (!model->seconds_per_epoch && !history.epoch_seconds(*model))
        waits_.unknown_models.insert(model->name);
    }
    if (others_ > 0 && waits_.unknown_models.empty())
      waits_.others = total_of({forecast_from_estimate(others_)});
    return waits_;
  }

 private:
  Seen seen_;
  std::set<std::string> used_;
  ExpectedWaits waits_;
  double others_ = 0;
  std::set<const Model*> other_models_;
};

}  // namespace

ExpectedWaits expected_waits(const std::vector<PlannedTrial>& trials, const std::string& study,
                             const WaitRules& rules, PlanHistory& history) {
  Sum sum(seen_waits(trials, study, history));
  const Shapes shapes(trials);
  std::set<std::string> blocks;
  const bool reads = std::any_of(trials.begin(), trials.end(), reads_idle);
  for (const PlannedTrial& trial : trials) {
    if (!trial.to_be_measured()) continue;
    const TrialSpec& spec = trial.common();
    const Wait* alike = shapes.find(trial.shape);
    if (!rules.own_protocol && !spec.is_by_hand()) {
      sum.add(stated(spec), spec.mode());
    } else if (trial.time != nullptr) {
      sum.add(wait_of(*trial.time, measured_sleep(spec)), spec.mode());
      ++sum.waits().rehearsed;
    } else if (!spec.is_by_hand() && alike != nullptr) {
      sum.add(*alike, spec.mode());
      ++sum.waits().alike;
    } else {
      // Of one by hand the whole length is unknown, and said to be.
      if (!spec.is_by_hand()) ++sum.waits().unknown;
      continue;
    }
    if (trial.time != nullptr ? reads_idle(trial) : reads) blocks.insert(spec.block.value_or(""));
  }
  const double idle = kIdleReading * static_cast<double>(blocks.size());
  sum.add({.least = idle, .most = idle, .middle = idle});
  sum.add(wait_of(rules.outside, 0));
  return sum.total(history);
}

}  // namespace mutlua
