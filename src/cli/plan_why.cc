// SPDX-License-Identifier: MIT
#include "cli/plan_why.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "cli/plan_orphans.h"
#include "cli/treatment_difference.h"

namespace mutlua {
namespace {

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

bool failed(const PlannedTrial& trial) {
  return !trial.stored || !trial.stored->success || trial.stored->performance_verdict == "invalid";
}

void explain_done(ExplainedTrial& each, const TrialSummary* stored) {
  const PlannedTrial& trial = each.trial;
  if (!trial.valid) {
    each.state = "done, does not count";
    each.why =
        fmt::format("measured as {:03}, but it {}; --retry-failed measures it again", trial.number,
                    failed(trial) ? "failed" : "lacks what the study needs now");
    return;
  }
  std::string other = stored != nullptr ? renamed(trial.common(), *stored) : "";
  if (!trial.other_source.empty()) {
    other += fmt::format("{}with another source ({}); --remeasure measures it again",
                         other.empty() ? "" : " and ", trial.other_source);
  }
  each.state = other.empty() ? "done" : "reused";
  each.why = fmt::format("measured as {:03}{}", trial.number,
                         other.empty() ? "; it is used again" : " " + other);
}

void explain_again(ExplainedTrial& each) {
  const PlannedTrial& trial = each.trial;
  each.state = "again";
  const std::string before = fmt::format("{:03}", trial.stored->number);
  each.why = !trial.stored_counts ? "repeats " + before + ", which does not count"
                                  : fmt::format("remeasures {}, whose source was another one ({})",
                                                before, trial.other_source);
}

void explain_new(ExplainedTrial& each) {
  const PlannedTrial& trial = each.trial;
  if (trial.elsewhere) {
    each.state = "counted elsewhere";
    each.why = "an equal trial of another session counts";
    if (!trial.other_source.empty()) {
      each.why += fmt::format(", with another source ({}); --remeasure measures it again",
                              trial.other_source);
    }
  } else if (trial.stored) {
    explain_again(each);
  } else {
    each.state = "new";
    each.why = "no finished trial of this session has its identity";
  }
}

/// Those in whose place something else was measured.
void explain_changed(const Lab& lab, Orphans& orphans, bool details,
                     std::vector<ExplainedTrial>& trials) {
  for (const Likeness likeness : kLikenesses) {
    if (orphans.all_taken()) return;
    for (ExplainedTrial& each : trials) {
      if (each.state != "new") continue;
      const TrialSpec spec = each.trial.spec();
      const TrialSummary* before = orphans.take(spec, likeness);
      if (before == nullptr) continue;
      each.state = "changed";
      each.why = changed_why(lab, spec, *before, details);
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
      if (each.trial.number > 0) each.trial.number += last;
      explain_new(each);
    }
    result.push_back(std::move(each));
  }
  explain_changed(lab, orphans, details, result);
  return result;
}

}  // namespace mutlua
