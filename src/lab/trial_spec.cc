// SPDX-License-Identifier: MIT
#include "lab/trial_spec.h"

#include "base/fields.h"
#include "base/sha256.h"

namespace mutlua {
namespace {

std::vector<ModelUse> model_uses(Fields& fields, const std::string& name,
                                 const Catalogue& catalogue, std::optional<int> decimals) {
  std::vector<ModelUse> uses;
  const Json* list = fields.find(name);
  if (list == nullptr || list->empty()) return uses;
  if (!list->is_array()) fields.fail(name, "expected a list of models, found " + type_name(*list));
  for (const Json& description : *list)
    uses.push_back(model_use(catalogue, description, fields.path(name), decimals));
  return uses;
}

Json own_or(const Json* own, const Json& otherwise) { return own != nullptr ? *own : otherwise; }

Json identity_of(const TrialSpec& trial, const std::string& catalogue, const StudySettings& study) {
  Json identity = {{"study", study.name}, {"catalogue", catalogue}};
  for (const ModelUse& use : trial.foregrounds)
    identity["foregrounds"].push_back(identity_part(use));
  for (const ModelUse& use : trial.backgrounds)
    identity["backgrounds"].push_back(identity_part(use));
  if (trial.seconds) identity["seconds"] = *trial.seconds;
  identity["cooling"] = to_json(trial.cooling);
  if (trial.parallel()) identity["settle"] = to_json(trial.settle);
  if (!trial.gpus.is_null()) identity["gpus"] = trial.gpus;
  if (trial.governor) identity["governor"] = *trial.governor;
  identity["protocol"] = {{"name", study.protocol_name}, {"version", study.protocol_version}};
  identity["block"] = trial.block ? Json(*trial.block) : Json(nullptr);
  identity["replicate"] = trial.replicate;
  return identity;
}

}  // namespace

TrialSpec trial_spec(const Json& trial, const std::string& where, const Catalogue& catalogue,
                     const StudySettings& study, const RunOptions& options) {
  Fields fields(trial, where, ErrorKind::script);
  TrialSpec spec;
  spec.foregrounds = model_uses(fields, "foregrounds", catalogue, study.argument_decimals);
  spec.backgrounds = model_uses(fields, "backgrounds", catalogue, study.argument_decimals);
  if (spec.foregrounds.empty() && spec.backgrounds.empty()) {
    fields.fail("foreground", "expected at least a foreground or a background");
  }
  spec.seconds = fields.number("seconds");
  spec.block = fields.text("block");
  spec.label = fields.text("label");
  if (const Json* factors = fields.find("factors")) spec.factors = *factors;
  spec.replicate = static_cast<int>(fields.integer("replicate").value_or(1));

  const Model& first = *spec.first().model;
  const Json cooling = own_or(fields.find("cooling"), study.cooling);
  const Json settle = own_or(fields.find("settle"), study.settle);
  spec.cooling = effective_cooling(options.cooldown_seconds, cooling, first.cooling);
  spec.settle = effective_settling(options.settle_seconds, settle, first.settle);

  spec.timeout_seconds = fields.number("timeout_seconds");
  if (!spec.timeout_seconds) spec.timeout_seconds = study.timeout_seconds;
  if (!spec.timeout_seconds) spec.timeout_seconds = first.timeout_seconds;
  spec.retries = static_cast<int>(fields.integer("retries").value_or(study.retries));
  const Json* needs = fields.find("needs");
  spec.needs = needs != nullptr ? needs_of(*needs, fields.path("needs")) : study.needs;
  const Json* gpus = fields.find("gpus");
  spec.gpus = gpus != nullptr ? gpu_list(*gpus, fields.path("gpus")) : study.gpus;
  spec.governor = fields.text("governor");
  if (!spec.governor) spec.governor = study.governor;
  fields.finish();
  return spec;
}

Json treatment_of(const TrialSpec& trial, const std::string& catalogue,
                  const StudySettings& study) {
  return identity_of(trial, catalogue, study);
}

void Identities::give(TrialSpec& trial) {
  Json identity = identity_of(trial, catalogue_, study_);
  trial.occurrence = ++seen_[sha256(canonical_text(identity))];
  identity["occurrence"] = trial.occurrence;
  trial.identity = sha256(canonical_text(identity));
}

}  // namespace mutlua
