// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lab/machine.h"
#include "lab/run_options.h"
#include "store/counted_elsewhere.h"
#include "store/frozen_history.h"
#include "store/past_of.h"
#include "store/session.h"
#include "store/trial_folder.h"
#include "training/model.h"

namespace mutlua {

/// What is done already, and where new records go: the session of a study in the results folder.
///
/// The newest session of the same study and catalogue is continued, unless a fresh one is asked
/// for: on a simulated machine a simulated session, else a real one. A new one appears on disk with
/// the first thing that is done in it, so a script that fails before that leaves nothing. A
/// rehearsal reads what is done and writes nothing.
class Ledger {
 public:
  using ScriptSource = std::function<ScriptText()>;

  Ledger(const RunOptions& options, const Machine& machine, ScriptSource script, Warn warn);

  /// Settles which session it is, and its seed: the command line's, else the stored one, else
  /// `seed`, else a drawn one. Throws Error(usage) if the command line's differs from the stored.
  void choose(const std::string& study, const std::string& catalogue,
              std::optional<std::uint64_t> seed);
  bool chosen() const { return !study_.empty(); }
  const std::string& study() const { return study_; }
  /// REQUIRES: chosen().
  std::uint64_t seed() const { return *seed_; }

  /// Whether nobody gave the seed: another rehearsal, or the first run, draws another one.
  bool seed_is_drawn() const { return seed_is_drawn_; }

  /// The last finished repeat of a trial, or null.
  std::shared_ptr<const StoredTrial> latest(const std::string& identity) const;
  /// Whether a training of a trial that an earlier run of the program has finished lacks a metric;
  /// not, as long as nobody knows.
  bool lacks(const StoredTrial& trial, const std::string& metric);
  Json record(const StoredTrial& trial) const;
  /// Folder of a finished trial.
  std::filesystem::path folder_of(const StoredTrial& trial) const;

  /// What a CSV table, or the other sessions of the results folder, say of the past: as it was when
  /// the session first asked, without the session's own trials. Warns of what cannot be used.
  /// REQUIRES: chosen().
  const History& history_of_table(const std::string& file);
  const History& history_of_index(const Model& model);
  /// What a model used of the GPU when it trained alone, likewise; see store/past_use.h.
  const History& use_of(const Model& model, bool imported);

  /// Keeps with the session which trials of others count in the place of its own: before the next
  /// trial, or at once by keep_elsewhere(). What was kept of trials that are not presented yet, by
  /// their identities, stays. REQUIRES: chosen(), not a rehearsal.
  void count_elsewhere(const std::vector<CountedElsewhere>& trials,
                       const std::set<std::string>& presented);
  void keep_elsewhere();

  /// The session, created and locked, with this run of the program noted as a lifetime of it.
  /// REQUIRES: chosen(), not a rehearsal.
  Session& active();
  /// Name and folder of the session, empty while there is none.
  std::string session_name() const;
  std::filesystem::path session_folder() const;
  /// The session if it has been opened, else nullptr.
  Session* opened() { return session_.get(); }

 private:
  std::optional<std::filesystem::path> newest_session() const;
  void find_session();
  void refuse_if_begun_meanwhile() const;
  WallTime calendar() const;
  PastOf past_of(const Model& model) const;
  const History& history(const std::string& source, const std::function<History()>& read);
  TrialStamps own_trials() const;
  std::uint64_t resolve_seed(std::optional<std::uint64_t> stored,
                             std::optional<std::uint64_t> script) const;

  const RunOptions& options_;
  const Machine& machine_;
  ScriptSource script_;
  Warn warn_;
  std::string study_;
  std::string catalogue_;
  std::optional<std::uint64_t> seed_;
  bool seed_is_drawn_ = false;
  std::unique_ptr<Session> session_;
  std::filesystem::path rehearsed_folder_;
  FrozenHistory history_;
  std::optional<std::vector<CountedElsewhere>> elsewhere_;          ///< not yet kept
  std::set<std::string> warned_of_;                                 ///< sources of the past
  std::map<std::string, std::unordered_set<std::string>> lacking_;  ///< trials, by metric
  /// Of a rehearsal: last repeats by identity.
  std::unordered_map<std::string, std::shared_ptr<const StoredTrial>> rehearsed_;
};

}  // namespace mutlua
