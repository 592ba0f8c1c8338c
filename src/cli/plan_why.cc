// SPDX-License-Identifier: MIT
#include "cli/plan_why.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace mutlua {
namespace {

std::string names_of(const std::vector<ModelUse>& uses) {
  std::string text;
  for (const ModelUse& use : uses) text += (text.empty() ? "" : " + ") + use.model->name;
  return text;
}

/// Where a trial stands in the design: by its label, and by its models.
struct Places {
  std::optional<std::string> by_label;
  std::string by_models;
};

Places places(const std::optional<std::string>& block, const std::optional<std::string>& label,
              int replicate, const std::string& models) {
  const std::string start = fmt::format("{} | {} | ", block.value_or(""), replicate);
  return {.by_label = label ? std::optional(start + *label) : std::nullopt,
          .by_models = start + models};
}

Places places_of(const TrialSpec& spec) {
  return places(spec.block, spec.label, spec.replicate,
                fmt::format("{} {} | {}", spec.mode(), names_of(spec.foregrounds),
                            names_of(spec.backgrounds)));
}

Places places_of(const TrialSummary& trial) {
  return places(
      trial.block, trial.label, trial.replicate.value_or(1),
      fmt::format("{} {} | {}", trial.mode, trial.full_model(), trial.background.value_or("")));
}

/// Trials of the session that the script no longer asks for. Each is taken once.
class Orphans {
 public:
  Orphans(const std::vector<TrialSummary>& stored, const std::vector<PlannedTrial>& planned) {
    std::unordered_set<std::string> wanted;
    for (const PlannedTrial& trial : planned) wanted.insert(trial.spec.identity);
    for (const TrialSummary& each : stored) {
      if (!each.identity || wanted.contains(*each.identity)) continue;
      const Places at = places_of(each);
      if (at.by_label) by_label_.emplace(*at.by_label, &each);
      by_models_.emplace(at.by_models, &each);
    }
  }

  const TrialSummary* take_by_label(const TrialSpec& spec) {
    const Places at = places_of(spec);
    return at.by_label ? take(by_label_, *at.by_label) : nullptr;
  }
  const TrialSummary* take_by_models(const TrialSpec& spec) {
    return take(by_models_, places_of(spec).by_models);
  }

 private:
  using Known = std::multimap<std::string, const TrialSummary*>;

  const TrialSummary* take(Known& known, const std::string& place) {
    for (auto found = known.find(place); found != known.end() && found->first == place;
         found = known.erase(found)) {
      if (taken_.insert(found->second).second) return found->second;
    }
    return nullptr;
  }

  Known by_label_;
  Known by_models_;
  std::unordered_set<const TrialSummary*> taken_;
};

std::string changed_why(const Lab& lab, const TrialSpec& spec, const TrialSummary& before,
                        bool details) {
  std::string text = fmt::format("in place of {:03}", before.execution_number);
  if (!details) return text;
  try {
    const Json record =
        read_record(lab.ledger().session_folder() / before.experiment_id / kRecordFile);
    if (!record.contains("specification")) return text + "; its record does not say what it was";
    const std::string difference =
        treatment_difference(record.at("specification"), lab.specification(spec));
    return text + ": " + (difference.empty() ? "one more of several equal ones" : difference);
  } catch (const Error& error) {
    return text + "; " + error.what();
  }
}

/// How a trial that is done is now called otherwise; empty if it is not.
std::string renamed(const TrialSpec& spec, const TrialSummary& stored) {
  if (spec.label != stored.label) {
    return stored.label ? fmt::format("under the label \"{}\"", *stored.label)
                        : std::string("without a label");
  }
  Json factors = Json::object();
  for (const auto& [name, value] : stored.factors) factors[name] = value;
  return factors == spec.factors ? "" : "under factors " + factors.dump();
}

void explain_done(ExplainedTrial& each, const TrialSummary* stored) {
  const PlannedTrial& trial = each.trial;
  if (!trial.valid) {
    each.state = "done, does not count";
    each.why = fmt::format("measured as {:03}, but it failed; --retry-failed measures it again",
                           trial.number);
    return;
  }
  std::string other = stored != nullptr ? renamed(trial.spec, *stored) : "";
  if (!trial.other_source.empty()) {
    other += fmt::format("{}with another source ({}); --remeasure measures it again",
                         other.empty() ? "" : " and ", trial.other_source);
  }
  each.state = other.empty() ? "done" : "reused";
  each.why = fmt::format("measured as {:03}{}", trial.number,
                         other.empty() ? "; it is used again" : " " + other);
}

void explain_new(ExplainedTrial& each) {
  const PlannedTrial& trial = each.trial;
  each.state = trial.elsewhere ? "counted elsewhere" : "new";
  if (trial.elsewhere) {
    each.why = "an equal trial of another session counts";
  } else if (!trial.stored) {
    each.why = "no finished trial of this session has its identity";
  } else if (!trial.other_source.empty()) {
    each.why = fmt::format("repeats {:03}, whose source was another one ({})", trial.stored->number,
                           trial.other_source);
  } else {
    each.why = fmt::format("repeats {:03}, which failed", trial.stored->number);
  }
}

/// Those in whose place something else was measured; by label where there is one, then by models.
void explain_changed(const Lab& lab, Orphans& orphans, bool details,
                     std::vector<ExplainedTrial>& trials) {
  for (const auto take : {&Orphans::take_by_label, &Orphans::take_by_models}) {
    for (ExplainedTrial& each : trials) {
      if (each.state != "new" || each.trial.stored) continue;
      const TrialSummary* before = (orphans.*take)(each.trial.spec);
      if (before == nullptr) continue;
      each.state = "changed";
      each.why = changed_why(lab, each.trial.spec, *before, details);
    }
  }
}

}  // namespace

std::vector<ExplainedTrial> explained(const Lab& lab, std::vector<PlannedTrial> planned,
                                      PlanHistory& history, bool details) {
  const std::vector<TrialSummary>& stored = history.trials(lab.ledger().session_name());
  Orphans orphans(stored, planned);
  std::unordered_map<std::string, const TrialSummary*> by_folder;
  int last = 0;
  for (const TrialSummary& each : stored) {
    by_folder[each.experiment_id] = &each;
    last = std::max(last, each.execution_number);
  }
  std::vector<ExplainedTrial> result;
  result.reserve(planned.size());
  for (PlannedTrial& trial : planned) {
    ExplainedTrial each{.trial = std::move(trial), .state = {}, .why = {}};
    if (each.trial.done) {
      const auto known = by_folder.find(each.trial.stored ? each.trial.stored->experiment_id : "");
      explain_done(each, known == by_folder.end() ? nullptr : known->second);
    } else {
      each.trial.number += last;
      explain_new(each);
    }
    result.push_back(std::move(each));
  }
  explain_changed(lab, orphans, details, result);
  return result;
}

}  // namespace mutlua
