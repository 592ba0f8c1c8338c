// SPDX-License-Identifier: MIT
#include "lab/trial_spec.h"

#include <algorithm>

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
  spec.spare = fields.boolean("spare").value_or(false);
  spec.retries = static_cast<int>(fields.integer("retries").value_or(study.retries));
  const Json* needs = fields.find("needs");
  spec.needs = needs != nullptr ? needs_of(*needs, fields.path("needs")) : study.needs;
  const Json* gpus = fields.find("gpus");
  spec.gpus = gpus != nullptr ? gpu_list(*gpus, fields.path("gpus")) : study.gpus;
  spec.governor = fields.text("governor");
  if (!spec.governor) spec.governor = study.governor;
  fields.find("replicates");  // Treatment's
  fields.finish();
  return spec;
}

Treatment::Treatment(const Json& request, const std::string& where, const Catalogue& catalogue,
                     const StudySettings& study, const RunOptions& options)
    : common_(trial_spec(request, where, catalogue, study, options)),
      size_(request.value("replicates", std::size_t{1})) {
  find_varied(request, "foregrounds", &TrialSpec::foregrounds, where);
  find_varied(request, "backgrounds", &TrialSpec::backgrounds, where);
}

Treatment::Treatment(TrialSpec trial) : common_(std::move(trial)), size_(1) {}

void Treatment::find_varied(const Json& request, const char* role,
                            std::vector<ModelUse> TrialSpec::*uses, const std::string& where) {
  const auto fits = [](const Json& number) { return number.is_number() || number == false; };
  for (std::size_t i = 0; i < (common_.*uses).size(); ++i) {
    const Json& description = request.at(role)[i];
    const auto varied = description.find("varied");
    if (varied == description.end()) continue;
    const Json& numbers = varied->at("numbers");
    if (numbers.size() != size_ || !std::all_of(numbers.begin(), numbers.end(), fits))
      throw Error(ErrorKind::internal, where + ": expected a number or false for each replicate");
    varied_.push_back({uses, i, varied->at("name").get<std::string>(), numbers});
  }
}

void Treatment::vary(TrialSpec& trial, std::size_t index) const {
  trial.replicate = replicate(index);
  for (const Varied& varied : varied_) {
    Values& values = (trial.*varied.uses)[varied.use].values;
    const Values& all = (common_.*varied.uses)[varied.use].values;
    if (values.size() != all.size()) values = all;  // one of them was not passed
    const auto place = std::find_if(values.begin(), values.end(),
                                    [&](const auto& value) { return value.first == varied.name; });
    const Json& number = varied.numbers[index];
    if (place == values.end()) throw Error(ErrorKind::internal, varied.name + " is not passed");
    if (number.is_number()) {
      place->second = number;
    } else {
      values.erase(place);
    }
  }
}

TrialSpec by_hand_spec(const Json& data, const std::string& catalogue, const StudySettings& study) {
  TrialSpec spec;
  spec.by_hand = data;
  spec.gpus = study.gpus;
  spec.governor = study.governor;
  spec.retries = study.retries;
  if (data.is_string()) spec.label = data.get<std::string>();
  if (data.is_object()) {
    for (const auto& [name, value] : data.items()) {
      if (name == "label" && value.is_string()) {
        spec.label = value.get<std::string>();
      } else if (value.is_primitive() && !value.is_null()) {
        spec.factors[name] = value;
      }
    }
  }
  spec.identity =
      sha256(canonical_text({{"study", study.name}, {"catalogue", catalogue}, {"trial", data}}));
  return spec;
}

}  // namespace mutlua
