// SPDX-License-Identifier: MIT
#include "lab/identity.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace mutlua {
namespace {

/// An object of pairs of names and values, its keys sorted; of equal names the last counts.
template <typename Pairs>
void append_object(std::string& text, const Pairs& pairs) {
  std::vector<const typename Pairs::value_type*> sorted;
  for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) sorted.push_back(&*pair);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](auto* a, auto* b) { return a->first < b->first; });
  const auto equal = [](auto* a, auto* b) { return a->first == b->first; };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), equal), sorted.end());
  text += '{';
  for (const auto* pair : sorted) {
    if (text.back() != '{') text += ',';
    append_canonical(text, std::string_view(pair->first));
    text += ':';
    if constexpr (std::is_same_v<Pairs, Values>) {
      append_canonical(text, pair->second);
    } else {
      append_canonical(text, std::string_view(pair->second));
    }
  }
  text += '}';
}

/// What of a use makes it another treatment: model, values, arguments, declared environment, GPUs
/// as written; and what is only recorded, because a record must be the one that was asked for.
void append_use(std::string& text, const ModelUse& use) {
  const Command command = use.command();
  text += R"({"argv":[)";
  for (const std::string& argument : command.argv) {
    if (text.back() != '[') text += ',';
    append_canonical(text, std::string_view(argument));
  }
  text += R"(],"environment":)";
  append_object(text, command.environment);
  if (!use.gpus.is_null()) {
    text += R"(,"gpus":)";
    append_canonical(text, use.gpus);
  }
  text += R"(,"model":)";
  append_canonical(text, std::string_view(use.model->name));
  if (!use.recorded.empty()) {
    text += R"(,"recorded":)";
    append_object(text, use.recorded);
  }
  text += R"(,"values":)";
  append_object(text, use.values);
  text += '}';
}

void append_uses(std::string& text, const char* field, const std::vector<ModelUse>& uses) {
  if (uses.empty()) return;
  if (text.back() != '{') text += ',';
  text += field;
  for (const ModelUse& use : uses) {
    if (text.back() != '[') text += ',';
    append_use(text, use);
  }
  text += ']';
}

/// `,"name":` and a value.
void append_field(std::string& text, const char* field, const Json& value) {
  text += field;
  append_canonical(text, value);
}

std::string protocol_text(const StudySettings& study) {
  return canonical_text({{"name", study.protocol_name}, {"version", study.protocol_version}});
}

/// The uses without their placement on this machine and without drawn seeds.
std::vector<ModelUse> in_all_replicates(std::vector<ModelUse> uses) {
  for (ModelUse& use : uses) {
    use.placement.clear();
    std::erase_if(use.values, [&use](const auto& each) { return each.first == use.drawn_seed; });
  }
  return uses;
}

}  // namespace

TrialText::TrialText(const TrialSpec& common, const IdentityTexts& study) {
  before_ = R"("block":)";
  append_canonical(before_, common.block ? Json(*common.block) : Json(nullptr));
  before_ += R"(,"catalogue":)" + study.catalogue;
  append_field(before_, R"(,"cooling":)", to_json(common.cooling));
  if (common.governor) append_field(placed_, R"(,"governor":)", *common.governor);
  if (!common.gpus.is_null()) append_field(placed_, R"(,"gpus":)", common.gpus);
  protocol_ = R"(,"protocol":)" + study.protocol;
  if (common.seconds) append_field(after_, R"(,"seconds":)", *common.seconds);
  // How many sentinels came before it, of those that go by the clock, must not matter to a trial
  // that trains the same.
  if (common.is_sentinel()) append_field(after_, R"(,"sentinel":)", true);
  if (common.parallel()) append_field(after_, R"(,"settle":)", to_json(common.settle));
  after_ += R"(,"study":)" + study.study + '}';
}

void TrialText::write(std::string& text, const TrialSpec& trial, int occurrence) const {
  text = "{";
  append_uses(text, R"("backgrounds":[)", trial.backgrounds);
  if (text.back() != '{') text += ',';
  text += before_;
  append_uses(text, R"("foregrounds":[)", trial.foregrounds);
  text += placed_;
  if (occurrence > 0) text += R"(,"occurrence":)" + std::to_string(occurrence);
  text += protocol_;
  text += R"(,"replicate":)" + std::to_string(trial.replicate);
  text += after_;
}

Identities::Identities(const std::string& catalogue, const StudySettings& study)
    : common_{.catalogue = canonical_text(catalogue),
              .protocol = protocol_text(study),
              .study = canonical_text(study.name)} {}

void Identities::give(const TrialText& treatment, TrialSpec& trial) {
  treatment.write(text_, trial, 1);
  Digest digest = sha256_digest(text_);
  trial.occurrence = ++seen_[digest];
  if (trial.occurrence > 1) {
    treatment.write(text_, trial, trial.occurrence);
    digest = sha256_digest(text_);
  }
  trial.identity = hex(digest);
}

/// A digest's bits are as good as any hash of it.
std::size_t Identities::Start::operator()(const Digest& digest) const {
  std::size_t start = 0;
  std::memcpy(&start, digest.data(), sizeof start);
  return start;
}

Json specification_of(const TrialSpec& trial, const std::string& catalogue,
                      const StudySettings& study) {
  const IdentityTexts common{.catalogue = canonical_text(catalogue),
                             .protocol = protocol_text(study),
                             .study = canonical_text(study.name)};
  std::string text;
  TrialText(trial, common).write(text, trial, 0);
  return parse_json(text, "a specification");
}

std::string treatment_of(const TrialSpec& trial, const StudySettings& study) {
  if (trial.is_by_hand() || trial.is_sentinel()) return "";
  std::string text = "{";
  append_uses(text, R"("backgrounds":[)", in_all_replicates(trial.backgrounds));
  if (text.back() != '{') text += ',';
  text += R"("cooling":)" + canonical_text(to_json(trial.cooling));
  append_uses(text, R"("foregrounds":[)", in_all_replicates(trial.foregrounds));
  if (trial.governor) append_field(text, R"(,"governor":)", *trial.governor);
  if (!trial.gpus.is_null()) append_field(text, R"(,"gpus":)", trial.gpus);
  text += R"(,"protocol":)" + protocol_text(study);
  if (trial.seconds) append_field(text, R"(,"seconds":)", *trial.seconds);
  if (trial.parallel()) append_field(text, R"(,"settle":)", to_json(trial.settle));
  return sha256(text + '}');
}

}  // namespace mutlua
