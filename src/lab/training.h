// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lab/machine.h"
#include "lab/model_use.h"
#include "lab/outcome.h"
#include "lab/repeating.h"
#include "lab/supervisor.h"
#include "training/log_follower.h"

namespace mutlua {

/// How long a tree has between SIGTERM and SIGKILL.
inline constexpr Seconds kStopGrace{10};

/// One training, from its start to its outcome: its log is followed while it runs.
class Training : public Listener {
 public:
  struct Options {
    int id = 0;
    std::filesystem::path log;
    std::vector<std::string> needs;  ///< metrics without which it does not count
    std::optional<Seconds> timeout;
    /// A reading is wanted of its start or of an epoch mark ("start", "epoch"); may be empty.
    std::function<void(Instant at, const std::string& kind)> read_energy;
    GroupTime* time = nullptr;                       ///< adds its CPU time up; may be null
    std::function<void(const Outcome&)> when_ended;  ///< may be empty
  };

  /// Starts it. The use's model must live as long as this.
  Training(Supervisor& supervisor, const Machine& machine, ModelUse use, Options options);
  ~Training() override;
  Training(const Training&) = delete;
  Training& operator=(const Training&) = delete;

  const ModelUse& use() const { return use_; }
  bool ended() const { return outcome_.has_value(); }
  /// REQUIRES: ended().
  const Outcome& outcome() const { return *outcome_; }

  /// Ends the tree: SIGTERM, and SIGKILL after the grace. Its outcome will be "stopped".
  void stop(Seconds grace = kStopGrace);

  /// Notes an instant in the outcome.
  void mark(const std::string& label, Instant at) { marks_.push_back({label, at}); }
  /// What a window tells of the instants that were marked in it.
  void note_energy(const std::vector<WindowMark>& marks);

  /// Whether the log has shown an epoch.
  bool epoch_seen() const { return log_.reader().epoch_seen(); }
  /// Pids of its tree, as far as they were seen.
  const std::set<int>& pids() const { return pids_; }
  const LogReader& log() const { return log_.reader(); }

  void on_output() override;
  void on_exit(const Exit& exit) override;

 private:
  Supervisor& supervisor_;
  ModelUse use_;
  Options options_;
  const Machine& machine_;
  LogFollower log_;
  Started started_;
  std::optional<Supervisor::TimerId> timeout_;
  ExitFacts facts_;
  std::set<int> pids_;
  std::optional<Repeating> tree_watch_;
  EnergyByInstant energy_;
  std::vector<NamedInstant> marks_;
  std::optional<Outcome> outcome_;
};

}  // namespace mutlua
