// SPDX-License-Identifier: MIT
#include "cli/plan_estimates.h"

namespace mutlua {
namespace {

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json total_json(const CostTotal& total) {
  return {{"median", total.median}, {"low", total.low}, {"high", total.high}};
}

Json total_json(const CostAnswer& answer, const CostTotal& total) {
  Json json = {{"median", nullptr}, {"low", nullptr}, {"high", nullptr}};
  if (answer.known() || answer.trials == 0) json = total_json(total);
  json["trials"] = answer.trials;
  json["from"] = {{"history", answer.from_history},      {"catalogue", answer.from_catalogue},
                  {"design", answer.from_design},        {"simulation", answer.from_simulation},
                  {"trainings", answer.trainings},       {"sessions", answer.sessions},
                  {"unseen_mode", answer.of_unseen_mode}};
  json["unknown_trials"] = answer.unknown;
  json["unknown_models"] = answer.unknown_models;
  return json;
}

Json seconds_json(const PlanEstimates& estimates) {
  Json json = total_json(estimates.trainings, estimates.seconds);
  json["waits"] = {{"low", estimates.waits.low},
                   {"middle", estimates.waits.middle},
                   {"high", estimates.waits.high},
                   {"seen", estimates.waits.seen},
                   {"rehearsed", estimates.waits.rehearsed},
                   {"alike", estimates.waits.alike},
                   {"unknown_trials", estimates.waits.unknown},
                   {"unknown_models", estimates.waits.unknown_models},
                   {"unmeasured_trainings", total_json(estimates.waits.others)}};
  return json;
}

Json joules_json(const PlanEstimates& estimates) {
  Json json = total_json(estimates.joules, estimates.energy);
  json["domains"] = estimates.joules.domains;
  json["idle_watts"] = or_null(estimates.idle_watts);
  return json;
}

Json memory_json(const PlanEstimates& estimates) {
  Json json = {{"card_bytes", or_null(estimates.card)}, {"pairings", Json::array()}};
  for (const PairingMemory& each : estimates.memory) {
    json["pairings"].push_back({{"models", each.models},
                                {"trials", each.trials},
                                {"bytes", or_null(each.bytes)},
                                {"by_catalogue", each.catalogue},
                                {"unknown", each.unknown}});
  }
  return json;
}

Json disk_json(const DiskNeed& disk) {
  return {{"bytes", or_null(disk.bytes)},
          {"free_bytes", or_null(disk.free)},
          {"from_trials", disk.folders}};
}

Json effects_json(const Detectable& effects) {
  Json json = {
      {"cells", effects.cells},
      {"trials_per_cell",
       {{"least", effects.least}, {"most", effects.most}, {"single_cells", effects.single}}},
      {"power", 0.8},
      {"level", 0.05},
      {"effects", Json::array()}};
  for (const DetectableEffect& each : effects.effects) {
    Json effect = {{"outcome", each.outcome},
                   {"percent", or_null(each.percent)},
                   {"cv_percent", or_null(each.cv_percent)},
                   {"trials", each.trials},
                   {"degrees_of_freedom", each.freedom},
                   {"from", each.trials == 0 ? Json(nullptr)
                            : each.own       ? Json("this study")
                                             : Json("earlier trials")}};
    if (!each.reason.empty()) effect["reason"] = each.reason;
    json["effects"].push_back(std::move(effect));
  }
  return json;
}

}  // namespace

Json estimates_json(const PlanEstimates& estimates) {
  return {{"expected_seconds", seconds_json(estimates)},
          {"expected_joules", joules_json(estimates)},
          {"memory", memory_json(estimates)},
          {"disk", disk_json(estimates.disk)},
          {"detectable", effects_json(estimates.effects)}};
}

}  // namespace mutlua
