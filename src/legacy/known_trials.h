// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/imported.h"

namespace mutlua {

/// True for what a table's row told: a folder tells more.
bool is_table_row(const Json& record);

/// True if a row says the same of the old sum and the CPU as the record of its experiment does.
bool repeats_energy(const Json& row, const Json& known);

/// All that was imported, so that nothing is imported twice. Two experiments are the same if their
/// ids are and their times of end lie within a second of each other: the old tables took their
/// times separately. Ids alone repeat from session to session.
class KnownTrials {
 public:
  explicit KnownTrials(std::vector<ImportedSession> sessions);

  /// Where a trial stands.
  struct Place {
    std::size_t session = 0;
    std::size_t trial = 0;
  };
  /// The same experiment, if it is known. One without a time is looked for in its session.
  std::optional<Place> find(const Json& record, const std::string& session) const;
  const Json& at(Place place) const { return sessions_[place.session].trials[place.trial]; }

  /// The first of NAME, NAME-2, NAME-3, ... that holds none of the ids.
  std::string session_without(const std::string& name, const std::vector<std::string>& ids) const;
  /// Adds a trial; if the session holds one of that experiment_id, this one's gets its time behind.
  Place add(const std::string& session, Json record);
  /// Puts a better account of the same experiment in the session, and takes the old one out.
  Place replace(Place old, const std::string& session, Json record);

  /// The sessions, without those that became empty.
  std::vector<ImportedSession> take();

 private:
  void note(Place place);
  std::size_t position(const std::string& session);

  std::vector<ImportedSession> sessions_;
  std::unordered_map<std::string, std::size_t> positions_;
  std::unordered_map<std::string, std::vector<Place>> by_id_;
  std::unordered_map<std::string, Place> by_session_and_id_;
};

}  // namespace mutlua
