// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/trial_summary.h"

namespace SQLite {
class Database;
}

namespace mutlua {

/// With what seeds a trial trained, by foreground; null: not known to the catalogue either. Empty
/// where they do not matter, or nobody told.
using Seeds = std::vector<Json>;

/// A trial of another session that is as good as one of this.
struct EarlierTrial {
  std::string session;
  std::string experiment_id;
  std::optional<int> replicate;   ///< absent for an imported one
  std::string repositories = {};  ///< JSON, as in provenance; empty if unknown
  Seeds seeds = {};

  bool operator==(const EarlierTrial&) const = default;
};

/// A model as a record of the old tool tells of it: it says what was passed, and no more.
struct ImportedUse {
  std::string model;   ///< "repository/model"
  NamedValues values;  ///< numbers
  std::string seed;    ///< a hyperparameter whose value does not matter; may be empty
};

/// Which trials count.
struct EarlierQuery {
  std::string treatment;
  std::string catalogue;  ///< of measured ones: a namesake under another trains something else
  std::string except_session;
  std::vector<std::string> metrics;  ///< that the first foreground must have
  std::vector<std::string> seeds;    ///< by foreground, what its drawn seed is called; "": none
  bool gpu_energy = false;           ///< must be there and not be invalid
  bool cpu_energy = false;

  /// Set where imported trials count as well, which have no treatment.
  struct Imported {
    ImportedUse foreground;
    std::vector<ImportedUse> backgrounds;
  };
  std::optional<Imported> imported;
};

/// Trials whose newest repeat succeeded, is not invalid and has what is needed; never simulated
/// ones.
std::vector<EarlierTrial> read_earlier(SQLite::Database& database, const EarlierQuery& query);

}  // namespace mutlua
