// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "lab/load_evidence.h"
#include "lab/machine.h"
#include "lab/supervisor.h"
#include "lab/training.h"
#include "lab/waits.h"

namespace mutlua {

/// One model kept running as load: started again each time it ends, after a pause that grows while
/// it keeps failing or ends at once.
class BackgroundModel {
 public:
  /// Starts it. Logs go to FOLDER/PREFIXrun_1.log, run_2.log, ...
  BackgroundModel(Supervisor& supervisor, const Machine& machine, ModelUse use,
                  std::filesystem::path folder, std::string prefix);
  ~BackgroundModel();

  /// No further starts; the running one is asked to end.
  void stop();
  bool stopped() const { return stopping_ && current_->ended(); }

  /// It shows that it trains: an epoch in its log, or a run completed.
  bool has_trained() const;
  /// It was tried several times and never got as far.
  bool seems_broken() const { return failures_in_a_row_ >= 3 && !has_trained(); }
  bool alive() const { return !current_->ended(); }
  /// "VulBERTa/mlp: exit status 1; ...": why its last run ended.
  std::string last_failure() const;

  const ModelUse& use() const { return use_; }
  const std::set<int>& pids() const { return current_->pids(); }

  /// What it did between two instants: {model, restarts, completed_runs, failed_runs, epochs,
  /// busy_seconds, busy_fraction, longest_gap_seconds, runs = [{status, metrics}]}; runs are those
  /// that ended there.
  Json during(Instant begin, Instant end) const;
  /// {model, restarts, gaps_seconds, runs = [{status, duration_seconds, metrics, epochs, ...}]}
  Json report() const;

 private:
  void start();
  void run_ended(const Outcome& outcome);

  struct Run {
    Instant began;
    std::optional<Instant> ended;
    Json outcome;  // status and metrics
    std::vector<Instant> epochs;
  };

  Supervisor& supervisor_;
  const Machine& machine_;
  ModelUse use_;
  std::filesystem::path folder_;
  std::string prefix_;
  std::unique_ptr<Training> current_;   // never null once constructed
  std::unique_ptr<Training> previous_;  // freed only after its callback has returned
  std::optional<Supervisor::TimerId> restart_;
  bool stopping_ = false;
  bool trained_ = false;
  int starts_ = 0;
  int failures_in_a_row_ = 0;
  Instant last_end_;
  Seconds gaps_{0};
  Json runs_ = Json::array();
  std::vector<Run> history_;
  std::string last_failure_;
};

/// What settling saw.
struct Settled {
  Seconds waited{0};
  bool started = true;
  std::string reason;    ///< why it did not start; empty if it did
  std::string evidence;  ///< what showed that it runs
};

Json to_json(const Settled& settled);

/// One or more models that run as load beside what is measured.
class Background {
 public:
  Background(Supervisor& supervisor, const Machine& machine, std::vector<ModelUse> uses,
             const std::filesystem::path& log_folder);

  /// Waits until the load is up, or has shown that it does not come up.
  Settled settle(const Settling& wanted);

  /// [BackgroundModel::during()]
  Json during(Instant begin, Instant end) const;
  /// What its models were started with, in their order.
  std::vector<ModelUse> uses() const;
  /// Pids of the trees that run now.
  std::set<int> pids() const;

  /// Ends all models and gives the report {seconds, models = [...]}.
  Json stop();
  bool stopped() const;
  void request_stop();

 private:
  bool all_trained() const;
  bool all_mark_epochs() const;
  const BackgroundModel* broken() const;
  std::vector<std::string> gpus() const;
  Settled wait_for_evidence(const Settling& settling, Instant begin);
  bool note_evidence(const LoadEvidence& gpus);

  Supervisor& supervisor_;
  const Machine& machine_;
  std::optional<Observation> before_;  ///< it was started; absent: no sensor
  Instant began_;
  std::vector<std::unique_ptr<BackgroundModel>> models_;
  std::vector<std::string> evidence_;  ///< of each model; empty: none yet
};

}  // namespace mutlua
