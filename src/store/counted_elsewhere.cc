// SPDX-License-Identifier: MIT
#include "store/counted_elsewhere.h"

#include "store/trial_list.h"

namespace mutlua {
namespace {

constexpr const char* kFile = "counted_elsewhere.json";

CountedElsewhere parse(const Json& json) {
  return {.names = parse_trial_names(json),
          .session = json.at("session").get<std::string>(),
          .experiment_id = json.at("experiment_id").get<std::string>(),
          .replaces = json.value("replaces", 0)};
}

}  // namespace

Json to_json(const CountedElsewhere& trial) {
  Json json = to_json(trial.names);
  json["session"] = trial.session;
  json["experiment_id"] = trial.experiment_id;
  if (trial.replaces > 0) json["replaces"] = trial.replaces;
  return json;
}

std::vector<CountedElsewhere> read_counted_elsewhere(const std::filesystem::path& session) {
  return read_trial_list<CountedElsewhere>(session / kFile, parse);
}

void write_counted_elsewhere(const std::filesystem::path& session,
                             const std::vector<CountedElsewhere>& trials) {
  write_trial_list(session / kFile, trials);
}

}  // namespace mutlua
