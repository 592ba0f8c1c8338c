// SPDX-License-Identifier: MIT
#include "cli/analysis_report.h"

namespace mutlua {
namespace {

Json named(const std::vector<std::string>& names, const Levels& levels) {
  Json object = Json::object();
  for (std::size_t i = 0; i < names.size(); ++i) object[names[i]] = levels[i];
  return object;
}

Json cell_json(const Cell& cell, const Analysis& analysis) {
  Json outcomes = Json::object();
  for (const CellOutcome& outcome : cell.outcomes) {
    Json& json = outcomes[outcome.name] = to_json(outcome.estimate);
    json["missing"] = outcome.missing;
    if (!outcome.note.empty()) json["note"] = outcome.note;
  }
  Json records = Json::array();
  for (const auto& [session, experiment_id] : cell.records)
    records.push_back({{"session", session}, {"experiment_id", experiment_id}});
  return {{"levels", named(analysis.by, cell.levels)},
          {"trials", cell.records.size()},
          {"records", records},
          {"outcomes", outcomes}};
}

Json ratio_json(const ArmRatio& ratio, const Analysis& analysis) {
  Json json = {{"outcome", ratio.outcome},
               {"level", ratio.level},
               {"baseline", analysis.baseline},
               {"levels", ratio.levels ? named(analysis.matched, *ratio.levels) : Json(nullptr)},
               {"unit", ratio.of_replicates ? "replicate" : "block"}};
  json.update(to_json(ratio.ratio));
  return json;
}

Json session_json(const SessionShare& session) {
  return {{"session", session.name},
          {"study", session.study.empty() ? Json(nullptr) : Json(session.study)},
          {"counted_by_gap", !session.asked},
          {"trials", session.trials}};
}

}  // namespace

Json analysis_json(const std::vector<SessionShare>& sessions, const AnalyzedTrials& trials,
                   const Analysis& analysis) {
  Json left_out = Json::object();
  for (const auto& [reason, count] : trials.left_out) left_out[reason] = count;
  Json json = {{"sessions", Json::array()},
               {"kind", to_text(trials.kind)},
               {"confidence", kConfidence},
               {"trials",
                {{"all", trials.all},
                 {"counted", trials.counted.size()},
                 {"left_out", left_out},
                 {"renamed", trials.renamed}}},
               {"by", analysis.by},
               {"pooled", analysis.pooled},
               {"cells", Json::array()},
               {"arm", analysis.arm.empty() ? Json(nullptr) : Json(analysis.arm)},
               {"ratios", Json::array()}};
  for (const SessionShare& each : sessions) json["sessions"].push_back(session_json(each));
  for (const Cell& cell : analysis.cells) json["cells"].push_back(cell_json(cell, analysis));
  for (const ArmRatio& ratio : analysis.ratios) {
    json["ratios"].push_back(ratio_json(ratio, analysis));
  }
  return json;
}

}  // namespace mutlua
