// SPDX-License-Identifier: MIT
#include "lab/lab.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "base/error.h"

namespace mutlua {

Lab::Lab(const Machine& machine, Catalogue& catalogue, const RunOptions& options,
         Progress& progress, Hooks hooks)
    : machine_(machine),
      catalogue_(catalogue),
      run_options_(options),
      progress_(progress),
      hooks_(std::move(hooks)),
      supervisor_(machine_.clock, machine_.processes),
      script_scope_(supervisor_, machine_),
      trial_scope_(supervisor_, machine_),
      ledger_(run_options_, machine_, hooks_.script,
              [this](const std::string& message) {
                progress_.show(Warning{.message = message, .note = false});
              }),
      surroundings_(machine_) {
  machine_.sampler.set_wait([this](const std::function<bool()>& done, Instant until) {
    supervisor_.wait_for_sensors(done, until);
  });
}

Lab::Primitive Lab::primitive(const std::string& kind) {
  static const std::map<std::string, Primitive> primitives = {
      {"model", &Lab::model},
      {"define", &Lab::define},
      {"options", &Lab::options},
      {"stream", &Lab::stream},
      {"sample", &Lab::sample},
      {"mutations", &Lab::mutations},
      {"points", &Lab::points},
      {"measured_use", &Lab::measured_use},
      {"estimate", &Lab::estimate},
      {"precision", &Lab::precision},
      {"study", &Lab::study},
      {"identify", &Lab::identify},
      {"result", &Lab::result},
      {"begin_trial", &Lab::begin_trial},
      {"pass_over", &Lab::pass_over},
      {"path", &Lab::path},
      {"abandon_trial", &Lab::abandon_trial},
      {"end_trial", &Lab::end_trial},
      {"age", &Lab::age},
      {"by_hand", &Lab::by_hand},
      {"emit", &Lab::emit},
      {"warn", &Lab::warn},
      {"finish", &Lab::finish},
      {"verdict", &Lab::verdict},
      {"spawn", &Lab::spawn},
      {"wait", &Lab::wait},
      {"stop", &Lab::stop},
      {"mark", &Lab::mark},
      {"background_start", &Lab::background_start},
      {"background_settle", &Lab::background_settle},
      {"background_stop", &Lab::background_stop},
      {"energy_begin", &Lab::energy_begin},
      {"energy_mark", &Lab::energy_mark},
      {"energy_finish", &Lab::energy_finish},
      {"sleep", &Lab::sleep},
      {"cool", &Lab::cool},
  };
  const auto found = primitives.find(kind);
  if (found == primitives.end()) {
    throw Error(ErrorKind::internal, fmt::format("there is no primitive '{}'", kind));
  }
  return found->second;
}

Json Lab::perform(const std::string& kind, const Json& request) {
  static const std::set<std::string> harmless = {"model", "define", "options", "warn"};
  supervisor_.refuse_if_stopped();
  if (!harmless.contains(kind)) acted_ = true;
  return run_options_.rehearsal ? rehearse(kind, request) : (this->*primitive(kind))(request);
}

void Lab::close() {
  if (ticker_) supervisor_.cancel(*std::exchange(ticker_, std::nullopt));
  trial_scope_.close();
  script_scope_.close();
  meter_.reset();
  machine_.sampler.set_wait(nullptr);
  restore_governor();
  abandon_run();
  Session* session = ledger_.opened();
  if (session == nullptr) return;
  if (session->is_due()) {
    session->write_summary();
    if (simulated_past_) simulated_past_->store(session->folder());
    session->write_status({{"state", "ended"}});
  }
  if (run_options_.append_summary) session->append_summary();
}

std::string Lab::unfinished() const {
  if (study_made_ && !presented_ && by_hand_.empty()) {
    return "nothing was measured: the script made a study, but did not call study:run()";
  }
  const std::size_t missing = tally_.trials - tally_.valid - tally_.invalid;
  if (missing == 0) return "";
  const std::string broken = broken_off();
  return fmt::format(
      "{} of {} trials were not measured: {}", missing, tally_.trials,
      broken.empty() ? "the script ended before them" : "the script caught an error in " + broken);
}

/// A model with the values that it is started with, as the study passes them.
ModelUse Lab::use_of(const Json& description, const std::string& where) const {
  return model_use(catalogue_, description, where,
                   study_ ? study_->argument_decimals : std::nullopt);
}

DrawStreams& Lab::draws() {
  settle_name();
  return *draws_;
}

void Lab::settle_name() {
  if (!options_read_ && !run_options_.script_options.empty()) {
    throw Error(ErrorKind::usage, fmt::format("unknown option --{}: the script declares no options",
                                              run_options_.script_options.begin()->first));
  }
  if (ledger_.chosen()) return;
  // A script without a study goes by its file name.
  ledger_.choose(run_options_.script.stem().string(), catalogue_.name(), std::nullopt);
  draws_.emplace(ledger_.seed(), false);
}

void Lab::phase(const std::string& name, std::optional<Seconds> expected) {
  phase_name_ = name;
  phase_began_ = supervisor_.now();
  if (!run_) return;
  progress_.show(Phase{.name = name, .expected = expected});
  report_status();
  if (!ticker_ && !machine_.simulated) {
    ticker_ = supervisor_.at(supervisor_.now() + Seconds(1), [this] { tick(); });
  }
}

void Lab::tick() {
  ticker_.reset();
  if (!run_) return;
  Tick now{.in_phase = supervisor_.now() - phase_began_, .epoch = {}, .epochs = {}};
  const auto running = trial_scope_.running();
  if (!running.empty()) {
    const Training& training = *running.front();
    if (!training.log().epochs().empty()) now.epoch = training.log().epochs().back().index;
    for (const EffectiveValue& value : effective_values(training.use())) {
      if (value.name == "epochs" && value.value.is_number())
        now.epochs = value.value.get<std::int64_t>();
    }
  }
  progress_.show(now);
  report_status();
  ticker_ = supervisor_.at(supervisor_.now() + Seconds(1), [this] { tick(); });
}

void Lab::report_status() {
  Session* session = ledger_.opened();
  if (session == nullptr || !run_ || machine_.simulated) return;
  const Instant now = supervisor_.now();
  if (status_written_ && now - *status_written_ < Seconds(1)) return;
  status_written_ = now;
  session->write_status({{"state", "running"},
                         {"trial", run_->folder.experiment_id},
                         {"attempt", run_->attempt},
                         {"phase", phase_name_},
                         {"phase_seconds", (now - phase_began_).count()},
                         {"trials", tally_.trials},
                         {"done", tally_.valid + tally_.invalid}});
}

std::filesystem::path Lab::log_folder() {
  if (run_) return run_->folder.path;
  settle_name();
  if (run_options_.rehearsal) return {};
  const std::filesystem::path folder = ledger_.active().folder() / "script";
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace mutlua
