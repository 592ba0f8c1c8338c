// SPDX-License-Identifier: MIT
#include "store/trial_names.h"

#include "store/trial_list.h"

namespace mutlua {
namespace {

constexpr const char* kFile = "renamed.json";

}  // namespace

Json to_json(const TrialNames& names) {
  return {{"identity", names.identity},
          {"label", names.label ? Json(*names.label) : Json(nullptr)},
          {"factors", names.factors}};
}

TrialNames parse_trial_names(const Json& json) {
  TrialNames names;
  names.identity = json.at("identity").get<std::string>();
  if (json.at("label").is_string()) names.label = json.at("label").get<std::string>();
  names.factors = json.at("factors");
  if (!names.factors.is_object()) throw Error(ErrorKind::machine, "factors: no object");
  return names;
}

std::vector<TrialNames> read_renamed(const std::filesystem::path& session) {
  return read_trial_list<TrialNames>(session / kFile, parse_trial_names);
}

void write_renamed(const std::filesystem::path& session, const std::vector<TrialNames>& trials) {
  write_trial_list(session / kFile, trials);
}

}  // namespace mutlua
