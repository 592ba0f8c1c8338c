// SPDX-License-Identifier: MIT
// A study as a whole: its beginning, rows, verdict and end.
#include <algorithm>

#include "base/error.h"
#include "lab/lab.h"

namespace mutlua {

Json Lab::study(const Json& request) {
  if (study_made_) throw Error(ErrorKind::script, "mut.study: a script has one study");
  if (ledger_.chosen()) {
    throw Error(ErrorKind::script,
                "mut.study: something was drawn or started before it; put mut.study first, so that "
                "its name and seed hold for all");
  }
  study_ = study_settings(request);
  study_made_ = true;
  ledger_.choose(study_->name, catalogue_.name(), study_->seed);
  draws_.emplace(ledger_.seed(), study_->sequence_draws);
  settle_name();
  resume_simulation();
  Json reply = {
      {"seed", ledger_.seed()}, {"catalogue", catalogue_.name()}, {"gap", run_options_.gap}};
  if (machine_.simulated) reply["simulated"] = true;
  if (!ledger_.session_name().empty()) reply["session"] = ledger_.session_name();
  return reply;
}

Json Lab::emit(const Json& request) {
  const Json& row = request.at("row");
  if (run_) {
    run_->emitted.push_back(row);
  } else {
    settle_name();
    if (!run_options_.rehearsal) ledger_.active().append_row(row);
  }
  return Json::object();
}

Json Lab::warn(const Json& request) {
  progress_.show(Warning{.message = request.at("message").get<std::string>(),
                         .note = request.value("severity", "warning") == "note",
                         .where = request.value("where", "")});
  return Json::object();
}

Json Lab::finish(const Json&) {
  if (!run_options_.rehearsal) ledger_.keep_elsewhere();
  tally_.session = ledger_.session_folder();
  Session* session = ledger_.opened();
  if (session != nullptr && session->is_due()) session->write_summary();
  restore_governor();
  progress_.show(tally_);
  return Json::object();
}

/// A rehearsal has measured nothing that could be judged. Nor has a study without any result: it
/// has not passed, whatever a script makes of no results.
Json Lab::verdict(const Json& request) {
  if (!presented_) {
    throw Error(ErrorKind::script, "study:verdict: nothing was measured; call study:run() first");
  }
  if (run_options_.rehearsal) return {{"given", false}};
  const auto has_result = [](const KnownTrial& trial) {
    return trial.done || trial.elsewhere_folder;
  };
  const bool any = std::any_of(trials_.begin(), trials_.end(), has_result) ||
                   std::any_of(by_hand_.begin(), by_hand_.end(), has_result);
  passed_ = any && request.at("passed").get<bool>();
  if (any) return {{"given", true}};
  return {{"given", false}, {"reason", "nothing was measured"}};
}

}  // namespace mutlua
