// SPDX-License-Identifier: MIT
#include "legacy/known_trials.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "legacy/old_time.h"

namespace mutlua {
namespace {

constexpr double kSameMoment = 1;  // seconds

std::optional<double> time_of(const Json& record) {
  const Json& stamp = record.at("timestamp");
  return stamp.is_string() ? local_seconds(stamp.get_ref<const std::string&>()) : std::nullopt;
}

std::string key(const std::string& session, const std::string& id) { return session + '\0' + id; }

}  // namespace

bool is_table_row(const Json& record) {
  return record.at("imported").at("layout").get_ref<const std::string&>().starts_with("table");
}

bool repeats_energy(const Json& row, const Json& known) {
  for (const char* place : {"/energy/legacy_gpu_energy_joules", "/energy/cpu/gross_joules"}) {
    const Json& a = row.at(Json::json_pointer(place));
    const Json& b = known.at(Json::json_pointer(place));
    if (!a.is_number() || !b.is_number()) continue;
    if (std::fabs(a.get<double>() - b.get<double>()) > 1e-6 * std::fabs(b.get<double>()))
      return false;
  }
  return true;
}

KnownTrials::KnownTrials(std::vector<ImportedSession> sessions) : sessions_(std::move(sessions)) {
  for (std::size_t s = 0; s < sessions_.size(); ++s) {
    positions_[sessions_[s].name] = s;
    for (std::size_t t = 0; t < sessions_[s].trials.size(); ++t) note({s, t});
  }
}

void KnownTrials::note(Place place) {
  const Json& record = at(place);
  by_id_[record.at("imported").at("id")].push_back(place);
  by_session_and_id_[key(sessions_[place.session].name, record.at("experiment_id"))] = place;
}

std::optional<KnownTrials::Place> KnownTrials::find(const Json& record,
                                                    const std::string& session) const {
  const std::string id = record.at("imported").at("id");
  const auto time = time_of(record);
  if (!time) {
    const auto found = by_session_and_id_.find(key(session, id));
    if (found == by_session_and_id_.end() || at(found->second).is_null()) return std::nullopt;
    return found->second;
  }
  const auto same_id = by_id_.find(id);
  if (same_id == by_id_.end()) return std::nullopt;
  for (const Place place : same_id->second) {
    if (at(place).is_null()) continue;  // it was replaced
    const auto other = time_of(at(place));
    if (other && std::fabs(*other - *time) <= kSameMoment) return place;
  }
  return std::nullopt;
}

std::string KnownTrials::session_without(const std::string& name,
                                         const std::vector<std::string>& ids) const {
  for (int n = 1;; ++n) {
    const std::string candidate = n == 1 ? name : name + "-" + std::to_string(n);
    const bool free = std::none_of(ids.begin(), ids.end(), [&](const std::string& id) {
      return by_session_and_id_.contains(key(candidate, id));
    });
    if (free) return candidate;
  }
}

std::size_t KnownTrials::position(const std::string& session) {
  const auto [found, added] = positions_.try_emplace(session, sessions_.size());
  if (added) sessions_.push_back({.name = session, .trials = {}});
  return found->second;
}

KnownTrials::Place KnownTrials::add(const std::string& session, Json record) {
  const std::string id = record.at("experiment_id");
  if (by_session_and_id_.contains(key(session, id))) {
    const Json& stamp = record.at("timestamp");
    std::string other = id + "@" + (stamp.is_string() ? stamp.get<std::string>() : "?");
    while (by_session_and_id_.contains(key(session, other))) other += "+";
    record["experiment_id"] = other;
  }
  const std::size_t s = position(session);
  sessions_[s].trials.push_back(std::move(record));
  const Place place = {s, sessions_[s].trials.size() - 1};
  note(place);
  return place;
}

KnownTrials::Place KnownTrials::replace(Place old, const std::string& session, Json record) {
  by_session_and_id_.erase(key(sessions_[old.session].name, at(old).at("experiment_id")));
  sessions_[old.session].trials[old.trial] = nullptr;
  return add(session, std::move(record));
}

std::vector<ImportedSession> KnownTrials::take() {
  for (ImportedSession& session : sessions_) {
    std::erase_if(session.trials, [](const Json& trial) { return trial.is_null(); });
  }
  return std::move(sessions_);
}

}  // namespace mutlua
