// SPDX-License-Identifier: MIT
#include "legacy/imported_trials.h"

#include <optional>

#include "legacy/old_record.h"

namespace mutlua {
namespace {

std::optional<double> number(const Json& value) {
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

ImportedTrial trial_of(const std::string& session, const Json& record) {
  ImportedTrial trial = {
      .session = session,
      .experiment_id = record.at("experiment_id"),
      .layout = record.at("imported").at("layout"),
      .flags = {},
      .details = {},
      .repairs = record.at("imported").at("repairs"),
      .gpu_energy_total_joules =
          number(measured_part(record).at("energy_metrics").at("gpu_energy_total_joules")),
      .legacy_gpu_energy_joules = number(record.at("energy").at("legacy_gpu_energy_joules"))};
  for (const Json& flag : record.at("quality").at("flags")) {
    trial.flags.push_back(flag.at("id"));
    trial.details.push_back(flag.at("detail"));
  }
  return trial;
}

}  // namespace

std::vector<ImportedTrial> imported_trials(const std::vector<ImportedSession>& sessions,
                                           const AddedTrials& added) {
  std::vector<ImportedTrial> trials;
  for (const ImportedSession& session : sessions) {
    for (const Json& record : session.trials) {
      if (!added.contains({session.name, record.at("experiment_id").get<std::string>()})) continue;
      trials.push_back(trial_of(session.name, record));
    }
  }
  return trials;
}

}  // namespace mutlua
