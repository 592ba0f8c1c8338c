// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/json.h"
#include "lab/draw_streams.h"
#include "lab/identity.h"
#include "lab/ledger.h"
#include "lab/machine.h"
#include "lab/planned_trial.h"
#include "lab/progress.h"
#include "lab/rehearsed_results.h"
#include "lab/rehearsed_time.h"
#include "lab/run_options.h"
#include "lab/scope.h"
#include "lab/simulated_past.h"
#include "lab/study_settings.h"
#include "lab/supervisor.h"
#include "lab/surroundings.h"
#include "lab/trial_run.h"
#include "lab/trial_spec.h"
#include "store/trial_names.h"
#include "training/catalogue.h"

namespace mutlua {

/// Carries out the primitives of one script: the far side of the door.
///
/// Knows the study, its session, and what the present trial has open; closes what is left open.
/// Trials are measured one at a time. For one thread.
class Lab {
 public:
  struct Hooks {
    Ledger::ScriptSource script;  ///< the script's text, when a session begins to be written
    /// Asked for the options that the script declares before they are answered; may throw.
    std::function<void(const Json& declared)> on_options;
    /// Whether the study shall end after the present trial.
    std::function<bool()> stop_after_trial;
    /// A session is at work: its name, for the machine lock.
    std::function<void(const std::string& study, const std::string& session)> on_session;
  };

  Lab(const Machine& machine, Catalogue& catalogue, const RunOptions& options, Progress& progress,
      Hooks hooks);

  /// Carries out one primitive. Throws Error: script for a bad request, machine, stopped, internal.
  Json perform(const std::string& kind, const Json& request);

  /// Ends what runs, sets an unfinished trial aside, brings summary.csv up to date. Call it once,
  /// also after an Error; works after a request to stop.
  void close();

  /// Keeps with the session which of its trials the script no longer asks for; not of a rehearsal.
  /// REQUIRES: the script has come to its end, so that it has asked for all that it asks for.
  void keep_unasked();

  /// What came of all trials that the script asked for so far.
  const StudyEnded& tally() const { return tally_; }
  /// Whether a trial that this run measured does not count.
  bool has_failed() const;
  /// The trials in the order in which they were, or would be, run; done ones first.
  std::vector<PlannedTrial> planned() const;
  /// What a planned trial is, as its record would keep it. REQUIRES: planned() holds it.
  Json specification(const TrialSpec& trial) const {
    return specification_of(trial, catalogue_.name(), *study_);
  }
  /// Where time went outside of trials, of a rehearsal.
  RehearsedTime time_outside() const { return outside_timer_.total({}); }
  /// Whether trials were added after the script had read results that a rehearsal made up.
  bool decided_by_rehearsed() const { return read_at_ > 0 && trials_.size() > read_at_; }
  /// The settings of the study, once it is made.
  const std::optional<StudySettings>& settings() const { return study_; }
  /// What a plan should say aloud: scripts that are missing, equal trials, values out of range.
  const std::vector<std::string>& problems() const { return problems_; }
  const Ledger& ledger() const { return ledger_; }
  /// The script's own verdict on its study, if it gave one: whether it has passed.
  const std::optional<bool>& passed() const { return passed_; }
  /// Why the study is not complete though the script has ended; empty if it is.
  std::string unfinished() const;
  /// Trials that are not measured, for what measures them ended with an error that the script has
  /// caught: "bad", "worse"; empty without any.
  std::string broken_off() const;

 private:
  using Primitive = Json (Lab::*)(const Json&);
  static Primitive primitive(const std::string& kind);

  // primitives_catalogue.cc
  Json model(const Json& request);
  Json define(const Json& request);
  Json options(const Json& request);
  // primitives_draws.cc
  Json stream(const Json& request);
  Json sample(const Json& request);
  Json mutations(const Json& request);
  std::vector<Values> past_sets(const Json& past, const Model& model, const Texts& names);
  // primitives_designs.cc
  Json points(const Json& request);
  // primitives_pairs.cc
  Json measured_use(const Json& request);
  // primitives_analysis.cc
  Json estimate(const Json& request);
  Json precision(const Json& request);
  // primitives_study.cc
  Json study(const Json& request);
  Json emit(const Json& request);
  Json warn(const Json& request);
  Json finish(const Json& request);
  Json verdict(const Json& request);
  // primitives_presenting.cc
  Json identify(const Json& request);
  Json result(const Json& request);
  Json path(const Json& request);
  Json age(const Json& request);
  // primitives_trial.cc
  Json begin_trial(const Json& request);
  Json pass_over(const Json& request);
  Json abandon_trial(const Json& request);
  Json end_trial(const Json& request);
  // gap.cc
  Json credit_earlier();
  std::vector<EarlierTrial> earlier_trials(Index& index, const TrialSpec& spec,
                                           const std::string& treatment);
  // renamed.cc
  static bool named_otherwise(const TrialSpec& trial, const StoredTrial& stored);
  void keep_names();
  /// Identities of the trials that the script has asked for so far.
  std::set<std::string> presented() const;
  // unasked.cc
  void ask_again(const std::set<std::string>& identities);
  std::set<std::string> unasked(const Session& session, const std::set<std::string>& before);
  std::set<std::string> unasked_sentinels(std::set<std::string> sentinels,
                                          const std::unordered_set<std::string>& asked,
                                          const std::set<std::string>& before);
  // by_hand.cc
  Json by_hand(const Json& request);
  Measured measured_by_hand(const Json& request);
  void add_loads(Measured& measured);
  // rehearsed_trials.cc
  Json rehearse(const std::string& kind, const Json& request);
  void note_time(const Measured& measured);
  // primitives_training.cc
  Json spawn(const Json& request);
  Json wait(const Json& request);
  Json stop(const Json& request);
  Json mark(const Json& request);
  Json background_start(const Json& request);
  Json background_settle(const Json& request);
  Json background_stop(const Json& request);
  // primitives_measuring.cc
  std::filesystem::path trace_folder(const std::string& inside);
  Json energy_begin(const Json& request);
  Json energy_mark(const Json& request);
  Json energy_finish(const Json& request);
  Json sleep(const Json& request);
  Json cool(const Json& request);

  // lab.cc
  ModelUse use_of(const Json& description, const std::string& where) const;
  Scope& scope() { return run_ ? trial_scope_ : script_scope_; }
  Scope& scope_of_training(int id);
  Scope& scope_of_background(int id);
  Scope& scope_of_meter(int id);
  void note_energy();
  void read_idle();
  std::set<int> pids_of_trial(const Measured& measured);
  bool measuring() const { return trial_scope_.measuring() || script_scope_.measuring(); }
  DrawStreams& draws();
  void settle_name();
  void phase(const std::string& name, std::optional<Seconds> expected = std::nullopt);
  void tick();
  void report_status();
  std::filesystem::path log_folder();

  // trials.cc
  /// There may be a hundred thousand of them: what one is, is kept as the script has sent it.
  struct KnownTrial {
    std::shared_ptr<const std::string> request;  ///< of a Treatment, as MessagePack; of one added
    std::shared_ptr<const StoredTrial> stored;   ///< its last finished repeat; null: none
    /// To fill gaps: the folder of the earlier trial that counts in its place; null: none, or
    /// imported.
    std::shared_ptr<const std::string> elsewhere_folder;
    const std::string* other_source = nullptr;  ///< see PlannedTrial; null: none
    Json by_hand;                               ///< of one by hand: what it is named by
    Digest digest{};                            ///< the identity
    WallTime ended;                             ///< of one that is measured
    int place = 0;                              ///< in the request
    int occurrence = 1;
    int shape = 0;  ///< of RehearsedResults
    int number = 0;
    bool done = false;
    bool measured = false;       ///< by this run of the program
    bool counts = false;         ///< of one that is done
    bool stored_counts = false;  ///< the last finished repeat, by today's needs
    bool elsewhere = false;      ///< to fill gaps: an earlier trial counts in its place
    bool renamed = false;        ///< it was measured under other names than it has now
    bool again = false;          ///< it is measured though it was before: that did not count
    bool spare = false;          ///< it may be left undone: then it is not missed
    bool broken_off = false;     ///< by an error in what measures it; it is not done

    std::string identity() const { return hex(digest); }
  };
  /// Reads again what trials are; quickly, one after the other.
  class SpecReader {
   public:
    explicit SpecReader(const Lab& lab) : lab_(lab) {}
    /// Good until the next call.
    const TrialSpec& of(const KnownTrial& trial);
    std::shared_ptr<const Treatment> treatment(const KnownTrial& trial);

   private:
    const Lab& lab_;
    std::shared_ptr<const std::string> read_;
    std::shared_ptr<const Treatment> treatment_;
    TrialSpec spec_;
  };
  // renamed.cc
  static bool ever_named_otherwise(const Session& session, const KnownTrial& trial,
                                   SpecReader& specs);
  struct Rehearsed;
  // rehearsed_trials.cc
  std::shared_ptr<const Treatment> seen(const KnownTrial& trial, const Rehearsed& known) const;
  PlannedTrial planned(const KnownTrial& trial, SpecReader& specs) const;
  // gap.cc
  CountedElsewhere counted_instead(KnownTrial& trial, const TrialSpec& spec,
                                   const EarlierTrial& found);
  // sources.cc
  const std::string* other_source(const TrialSpec& trial, const std::string& stored);
  std::string differences(const std::vector<Json>& recorded,
                          const std::vector<std::filesystem::path>& now);
  const Json& source_now(const std::filesystem::path& folder);
  std::filesystem::path scratch_for_git() const;
  void warn_of_other_sources();
  // primitives_presenting.cc
  void present(const Json& treatment, Json& reply);
  KnownTrial& add(const TrialSpec& trial);
  void warn_of(const TrialSpec& trial, Json& warnings) const;
  Json brief(const KnownTrial& trial) const;
  KnownTrial& asked_for(const Json& request);
  void add_reason(const KnownTrial& trial, Json& result);
  // primitives_trial.cc
  void note_passed_over(KnownTrial& trial);
  Json conclude(const Measured& measured, const Quality& quality);
  void write_summary(Session& session);
  void write_old_energy_files(const Measured& measured);
  // measured.cc
  Measured measured_from(const Json& request);
  void add_surroundings(Measured& measured);
  void add_outcomes(const Json& outcomes, Measured& measured);
  // provenance.cc
  Json provenance();
  Json gpus_in_use() const;
  void look_at_repositories();
  Json repositories();
  // resume_simulation.cc
  void resume_simulation();
  void keep_simulated_past(const TrialFolder& trial, const Json& record);
  // trials.cc
  KnownTrial look_up(const TrialSpec& spec);
  bool counts(const TrialSpec& spec, const StoredTrial& stored);
  std::string lacking_metric(const TrialSpec& spec, const StoredTrial& stored);
  TrialSpec spec_of(const KnownTrial& trial) const;
  void seek_trainings(const TrialSpec& trial);
  void refuse_missing_trainings();
  void refuse_what_is_missing();
  void set_governor(const TrialSpec& trial);
  void restore_governor();
  void begin_again(KnownTrial& trial);
  void start_trial(KnownTrial& trial);
  TrialFolder folder_for(const TrialSpec& spec);
  void abandon_run();
  TrialBegun notice() const;
  void count_all();
  void count(const KnownTrial& done);

  Machine machine_;
  Catalogue& catalogue_;
  const RunOptions& run_options_;
  Progress& progress_;
  Hooks hooks_;
  Supervisor supervisor_;
  Scope script_scope_;  ///< what the script started outside trials
  Scope trial_scope_;   ///< what the present attempt started
  int next_id_ = 1;     ///< of a training, load or meter
  Ledger ledger_;

  bool acted_ = false;  ///< a primitive was performed
  bool options_read_ = false;
  bool study_made_ = false;
  bool session_told_ = false;
  bool presented_ = false;  ///< study:run was called
  std::optional<StudySettings> study_;
  std::optional<DrawStreams> draws_;

  std::deque<KnownTrial> trials_;            ///< in the order in which they were added
  std::deque<KnownTrial> presented_before_;  ///< while the script presents them again
  std::optional<Identities> identities_;
  std::set<std::string> checked_models_;        ///< their training scripts are there
  std::vector<std::string> missing_trainings_;  ///< what is said of scripts that are not there
  std::size_t checked_trials_ = 0;              ///< the first so many can be run on this machine
  std::deque<KnownTrial> by_hand_;              ///< in the order in which they were asked for
  KnownTrial* current_ = nullptr;               ///< of trials_ or by_hand_: what is being measured
  TrialSpec current_spec_;                      ///< what it is
  std::optional<TrialRun> run_;
  Instant attempt_began_;
  int spawned_in_attempt_ = 0;
  int windows_in_attempt_ = 0;
  std::filesystem::path meter_folder_;  ///< of the open window's lines
  Json cooled_;                         ///< what the attempt's last cool() saw, or null
  Json settled_;                        ///< what its last settle() saw, or null
  Surroundings surroundings_;
  std::optional<SimulatedPast> simulated_past_;  ///< on a simulated machine that is not rehearsed
  std::vector<std::string> gpus_;                ///< UUIDs of the present trial; empty: any
  Json governor_;  ///< {asked, before or not_set} while one is asked for, else null
  std::set<std::string> cooling_doubted_;  ///< warned of already
  int next_planned_ = 0;
  RehearsedResults rehearsed_;
  std::size_t read_at_ = 0;  ///< how many trials there were when a rehearsed result was first read
  /// What is known of a trial that was rehearsed.
  struct Rehearsed {
    RehearsedTime time;
    std::vector<ModelUse> foregrounds;  ///< that a trial by hand has trained
    std::vector<ModelUse> backgrounds;
  };
  std::map<int, Rehearsed> rehearsed_trials_;  ///< by number
  RehearsedTimer trial_timer_;                 ///< of the present attempt
  RehearsedTimer outside_timer_;
  int script_logs_ = 0;  ///< logs of what runs outside trials

  std::string phase_name_;
  Instant phase_began_;
  std::optional<Supervisor::TimerId> ticker_;
  std::optional<Instant> summary_due_;
  std::optional<Instant> status_written_;
  std::string script_sha256_;
  std::map<std::string, Json> repositories_;  ///< by folder: what git says of it
  bool names_due_ = false;                    ///< trials were presented since names were kept
  std::map<std::string, std::string> other_sources_;  ///< by record and present folders
  std::set<std::string> warned_of_sources_;
  std::vector<std::string> problems_;
  std::unique_ptr<MeterProgram> meter_;  ///< from the first window on, if the study names one
  StudyEnded tally_;
  std::optional<bool> passed_;
};

}  // namespace mutlua
