// SPDX-License-Identifier: MIT
#include "lab/ledger.h"

#include <fmt/format.h>

#include <random>
#include <utility>

#include "base/error.h"
#include "store/past_use.h"

namespace mutlua {
namespace {

constexpr std::uint64_t kDrawnSeeds = 1'000'000'000;  // short enough to be read out

std::uint64_t drawn_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32 | device()) % kDrawnSeeds;
}

}  // namespace

Ledger::Ledger(const RunOptions& options, const Machine& machine, ScriptSource script, Warn warn)
    : options_(options), machine_(machine), script_(std::move(script)), warn_(std::move(warn)) {}

void Ledger::choose(const std::string& study, const std::string& catalogue,
                    std::optional<std::uint64_t> seed) {
  study_ = study;
  catalogue_ = catalogue;
  if (!options_.fresh) find_session();
  std::optional<std::uint64_t> stored;
  if (session_) stored = session_->info().seed;
  if (!rehearsed_folder_.empty()) stored = read_session_info(rehearsed_folder_).seed;
  if (const auto session = session_folder(); !session.empty()) history_.load(session);
  seed_is_drawn_ = !options_.seed && !stored && !seed;
  seed_ = resolve_seed(stored, seed);
}

std::optional<std::filesystem::path> Ledger::newest_session() const {
  // A rehearsal is of what would be measured.
  const auto kind =
      machine_.simulated && !options_.rehearsal ? Session::Kind::simulated : Session::Kind::real;
  return Session::find_newest(options_.results, study_, catalogue_, kind, warn_);
}

void Ledger::find_session() {
  const auto newest = newest_session();
  if (!newest) return;
  if (!options_.rehearsal) {
    session_ = Session::open(*newest, warn_);
    return;
  }
  rehearsed_folder_ = *newest;
  Index index(options_.results, warn_);
  for (StoredTrial& trial : index.trials(newest->filename().string())) {
    auto kept = std::make_shared<const StoredTrial>(std::move(trial));
    rehearsed_[kept->identity] = std::move(kept);
  }
}

std::uint64_t Ledger::resolve_seed(std::optional<std::uint64_t> stored,
                                   std::optional<std::uint64_t> script) const {
  if (options_.seed && stored && *options_.seed != *stored) {
    throw Error(
        ErrorKind::usage,
        fmt::format("--seed {} differs from the seed {} of session {}, which would be continued; "
                    "leave --seed out to continue it, or add --fresh to begin a new session",
                    *options_.seed, *stored, session_folder().string()));
  }
  if (stored && script && *stored != *script) {
    warn_(
        fmt::format("the script's seed {} is not used: session {} goes on with its seed {}; "
                    "--fresh begins a new session",
                    *script, session_folder().string(), *stored));
  }
  if (options_.seed) return *options_.seed;
  if (stored) return *stored;
  return script ? *script : drawn_seed();
}

std::shared_ptr<const StoredTrial> Ledger::latest(const std::string& identity) const {
  if (session_) return session_->latest(identity);
  const auto found = rehearsed_.find(identity);
  return found == rehearsed_.end() ? nullptr : found->second;
}

/// Asks the index once per metric: what this run of the program measures has what it needs.
bool Ledger::lacks(const StoredTrial& trial, const std::string& metric) {
  const auto [known, is_new] = lacking_.try_emplace(metric);
  if (is_new) {
    try {
      known->second = Index(options_.results, warn_).lacking(session_name(), metric);
    } catch (const IndexError&) {  // its opening has said so
    }
  }
  return known->second.contains(trial.experiment_id);
}

Json Ledger::record(const StoredTrial& trial) const {
  return read_finished_record(folder_of(trial));
}

std::filesystem::path Ledger::folder_of(const StoredTrial& trial) const {
  return session_folder() / trial.experiment_id;
}

const History& Ledger::history(const std::string& source, const std::function<History()>& read) {
  const History& found = history_.source(source, read);
  if (warned_of_.insert(source).second) {
    for (const std::string& warning : found.warnings) warn_(warning);
  }
  return found;
}

/// A line of these in a table says nothing of the past.
TrialStamps Ledger::own_trials() const {
  TrialStamps stamps;
  if (session_name().empty()) return stamps;
  Index index(options_.results, warn_);
  for (const TrialSummary& trial : index.summaries(session_name()))
    stamps.insert({trial.experiment_id, trial.timestamp.value_or("")});
  return stamps;
}

const History& Ledger::history_of_table(const std::string& file) {
  return history("table " + file, [&] { return read_history_csv(file, own_trials()); });
}

PastOf Ledger::past_of(const Model& model) const {
  return {.repository = model.repository,
          .model = model.model,
          .catalogue = catalogue_,
          .imported = !model.stand_in,
          .except_session = session_name()};
}

const History& Ledger::history_of_index(const Model& model) {
  return history("index " + model.name, [&] {
    if (!std::filesystem::exists(options_.results)) return History{};
    Index index(options_.results, warn_);
    return History{.trainings = index.past_trainings(past_of(model)), .warnings = {}};
  });
}

const History& Ledger::use_of(const Model& model, bool imported) {
  const char* source = imported ? "use, imports too, " : "use ";
  return history(source + model.name, [&] {
    if (!std::filesystem::exists(options_.results)) return History{};
    PastOf of = past_of(model);
    of.imported = of.imported && imported;
    Index index(options_.results, warn_);
    return History{.trainings = {}, .uses = index.past_uses(of), .warnings = {}};
  });
}

/// What is done to the session's folder is real, whatever the time of its trials is.
WallTime Ledger::calendar() const {
  LinuxClock real;
  return machine_.simulated ? real.wall_now() : machine_.clock.wall_now();
}

void Ledger::count_elsewhere(const std::vector<CountedElsewhere>& trials,
                             const std::set<std::string>& presented) {
  std::vector<CountedElsewhere> kept;
  if (const auto folder = session_folder(); !folder.empty()) kept = read_counted_elsewhere(folder);
  std::vector<CountedElsewhere> all = kept;
  std::erase_if(all, [&](const auto& each) { return presented.contains(each.names.identity); });
  all.insert(all.end(), trials.begin(), trials.end());
  elsewhere_.reset();
  if (all != kept) elsewhere_ = std::move(all);
}

/// A run that finds everything as it was writes nothing.
void Ledger::keep_elsewhere() {
  if (elsewhere_) active();
}

/// Two sessions of one study would measure all of it twice.
void Ledger::refuse_if_begun_meanwhile() const {
  const auto other = options_.fresh ? std::nullopt : newest_session();
  if (!other) return;
  throw Error(ErrorKind::machine,
              fmt::format("another run has begun this study meanwhile, in {}; the same command "
                          "continues it when that one has ended",
                          other->string()));
}

Session& Ledger::active() {
  if (!session_) {
    refuse_if_begun_meanwhile();
    SessionInfo info;
    info.study = study_;
    info.catalogue = catalogue_;
    info.seed = seed_;
    info.machine = machine_.facts;
    info.simulated = machine_.simulated;
    for (const auto& [name, value] : options_.script_options) info.options[name] = value;
    session_ = Session::create(options_.results, std::move(info), calendar(), warn_);
  }
  history_.store(session_->folder());  // before the first trial that depends on it
  if (elsewhere_) write_counted_elsewhere(session_->folder(), *elsewhere_);
  elsewhere_.reset();
  if (session_->lifetime() == 0) {
    if (!session_->info().seed) session_->store_seed(*seed_);
    const bool same_machine = session_->info().machine == machine_.facts;
    session_->begin_lifetime(script_(), calendar(), same_machine ? Json(nullptr) : machine_.facts);
  }
  return *session_;
}

std::string Ledger::session_name() const { return session_folder().filename().string(); }

std::filesystem::path Ledger::session_folder() const {
  return session_ ? session_->folder() : rehearsed_folder_;
}

}  // namespace mutlua
