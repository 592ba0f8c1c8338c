// SPDX-License-Identifier: MIT
#include "cli/plan_waits.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace mutlua {
namespace {

constexpr std::size_t kEnough = 3;

struct Bounds {
  double least = 0;
  double most = 0;
};

Bounds bounds_of(const TrialSpec& spec) {
  if (spec.is_by_hand()) return {};  // they are part of its unknown length
  Bounds bounds{
      .least = spec.cooling.shortest().count(),
      .most = (spec.cooling.until_idle ? spec.cooling.most : spec.cooling.seconds).count()};
  if (!spec.parallel()) return bounds;
  const bool watched = spec.settle.first_epoch || spec.settle.until_training;
  bounds.least += watched ? 0 : spec.settle.seconds.count();
  bounds.most += (watched ? spec.settle.most : spec.settle.seconds).count();
  return bounds;
}

/// What trials of the study waited, sorted, by mode.
using Seen = std::map<std::string, std::vector<double>>;

Seen seen_waits(const std::vector<PlannedTrial>& trials, const std::string& study,
                PlanHistory& history) {
  Seen seen;
  std::set<const Model*> asked;
  for (const PlannedTrial& trial : trials) {
    const Model* model = trial.spec.foregrounds.empty() ? nullptr : trial.spec.first().model;
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

void add(const Bounds& bounds, const std::vector<double>& seen, ExpectedWaits& waits) {
  if (seen.size() < kEnough || bounds.least == bounds.most) {
    waits.low += bounds.least;
    waits.middle +=
        bounds.least == bounds.most
            ? bounds.least
            : std::max(bounds.least, std::sqrt(std::max(1.0, bounds.least) * bounds.most));
    waits.high += bounds.most;
    return;
  }
  waits.low += std::clamp(at(seen, 0.1), bounds.least, bounds.most);
  waits.middle += std::clamp(at(seen, 0.5), bounds.least, bounds.most);
  waits.high += std::clamp(at(seen, 0.9), bounds.least, bounds.most);
}

}  // namespace

ExpectedWaits expected_waits(const std::vector<PlannedTrial>& trials, const std::string& study,
                             PlanHistory& history) {
  ExpectedWaits waits;
  const Seen seen = seen_waits(trials, study, history);
  const std::vector<double> none;
  std::set<std::string> used;
  for (const PlannedTrial& trial : trials) {
    if (trial.done) continue;
    const Bounds bounds = bounds_of(trial.spec);
    const auto found = seen.find(trial.spec.mode());
    const std::vector<double>& known = found == seen.end() ? none : found->second;
    add(bounds, known, waits);
    if (bounds.least < bounds.most && known.size() >= kEnough && used.insert(found->first).second)
      waits.seen += known.size();
  }
  return waits;
}

}  // namespace mutlua
