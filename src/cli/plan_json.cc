// SPDX-License-Identifier: MIT
#include "cli/plan_json.h"

namespace mutlua {
namespace {

Json use_json(const ModelUse& use) {
  return {{"model", use.model->name},
          {"hyperparameters", recorded_hyperparameters(use)},
          {"argv", use.command().argv}};
}

Json trial_json(const ExplainedTrial& each) {
  const TrialSpec spec = each.trial.spec();
  const int number = each.trial.number;
  Json json = {{"number", number > 0 ? Json(number) : Json(nullptr)},
               {"mode", spec.mode()},
               {"replicate", spec.replicate},
               {"block", spec.block ? Json(*spec.block) : Json(nullptr)},
               {"label", spec.label ? Json(*spec.label) : Json(nullptr)},
               {"factors", spec.factors},
               {"foreground", nullptr},
               {"background", Json::array()}};
  if (!spec.foregrounds.empty()) json["foreground"] = use_json(spec.foregrounds.front());
  for (std::size_t i = 1; i < spec.foregrounds.size(); ++i) {
    json["further_foregrounds"].push_back(use_json(spec.foregrounds[i]));
  }
  for (const ModelUse& use : spec.backgrounds) json["background"].push_back(use_json(use));
  const bool settles = spec.parallel() && !spec.is_by_hand();  // else its body does as it likes
  json["cooldown_seconds"] = spec.is_by_hand() ? Json(nullptr) : Json(spec.cooling.seconds.count());
  json["settle_seconds"] = settles ? Json(spec.settle.seconds.count()) : Json(nullptr);
  if (settles && spec.settle.first_epoch) json["settle_until"] = "first epoch";
  json["identity"] = spec.identity;
  json["state"] = each.state;
  json["why"] = each.why;
  return json;
}

Json diagnostics_json(const Diagnostics& diagnostics) {
  Json list = Json::array();
  for (const Diagnostic& each : diagnostics) {
    list.push_back({{"severity", severity_name(each.severity)},
                    {"where", each.where.empty() ? Json(nullptr) : Json(each.where)},
                    {"message", each.message}});
  }
  return list;
}

/// The median where all of it is known.
Json expected(bool whole, const CostTotal& total) {
  return whole ? Json(total.median) : Json(nullptr);
}

Json totals_json(const std::vector<ExplainedTrial>& trials, const PlanEstimates& estimates) {
  std::size_t fresh = 0;
  std::size_t elsewhere = 0;
  std::size_t parallel = 0;
  for (const ExplainedTrial& each : trials) {
    if (each.trial.to_be_measured()) ++fresh;
    if (each.trial.elsewhere) ++elsewhere;
    if (each.trial.common().parallel()) ++parallel;
  }
  return {{"trials", trials.size()},
          {"new", fresh},
          {"elsewhere", elsewhere},
          {"parallel", parallel},
          {"sequential", trials.size() - parallel},
          {"expected_seconds", expected(estimates.whole(), estimates.seconds)},
          {"expected_joules", expected(estimates.joules.unknown == 0, estimates.energy)}};
}

}  // namespace

Json plan_json(const std::string& study, const Ledger& ledger, const Json& catalogue,
               const std::vector<ExplainedTrial>& trials, const PlanEstimates& estimates,
               const Diagnostics& diagnostics) {
  const bool seed = ledger.chosen() && !ledger.seed_is_drawn();
  Json plan = {{"study", study},
               {"catalogue", catalogue},
               {"seed", seed ? Json(ledger.seed()) : Json(nullptr)}};
  plan["session"] = ledger.session_name().empty() ? Json(nullptr) : Json(ledger.session_name());
  plan["trials"] = Json::array();
  for (const ExplainedTrial& each : trials) plan["trials"].push_back(trial_json(each));
  plan["totals"] = totals_json(trials, estimates);
  plan.update(estimates_json(estimates));
  plan["diagnostics"] = diagnostics_json(diagnostics);
  return plan;
}

}  // namespace mutlua
