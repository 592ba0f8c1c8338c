// SPDX-License-Identifier: MIT
#include "lab/trial_run.h"

#include <algorithm>
#include <filesystem>

#include "lab/trial_energy.h"

namespace mutlua {
namespace {

constexpr const char* kSuccess = "Training completed successfully";  // as the old tool wrote it

std::optional<double> cpu_joules(const Measured& measured) {
  return measured.energy ? value_of(measured.energy->cpu()) : std::nullopt;
}

std::optional<double> gpu_joules(const Measured& measured) {
  return measured.energy ? value_of(measured.energy->gpu()) : std::nullopt;
}

AttemptRecord attempt_record(int number, const Measured& measured) {
  AttemptRecord attempt;
  attempt.number = number;
  attempt.cpu_energy_joules = cpu_joules(measured);
  attempt.gpu_energy_joules = gpu_joules(measured);
  if (measured.energy) attempt.duration_seconds = measured.energy->duration().count();
  return attempt;
}

AttemptRecord attempt_record(int number, const Measured& measured, const Outcome& outcome,
                             const Quality& quality) {
  AttemptRecord attempt = attempt_record(number, measured);
  attempt.status = to_text(outcome.verdict.status);
  attempt.exit_code = outcome.exit.exit_code;
  attempt.signal = outcome.exit.signal;
  attempt.duration_seconds = outcome.duration().count();
  attempt.reason = outcome.completed() ? quality.reason : outcome.verdict.reason;
  return attempt;
}

/// The outcome as it stands in the record: without the script's number and what has a place of its
/// own, its log relative to the trial's folder.
Json stored_outcome(const Outcome& outcome) {
  Json json = outcome_json(outcome);
  for (const char* name : {"id", "epochs", "metrics", "duration_seconds"}) json.erase(name);
  json["log"] = outcome.log.filename().string();
  return json;
}

int failed_attempts(const std::vector<AttemptRecord>& attempts, bool success) {
  return static_cast<int>(attempts.size()) - (success ? 1 : 0);
}

/// What was started, in a record of a training or of a load.
template <typename Record>
void describe(const ModelUse& use, const Machine& machine, Record& record) {
  record.repository = use.model->repository;
  record.model = use.model->model;
  record.hyperparameters = recorded_hyperparameters(use);
  record.passed_hyperparameters = passed_hyperparameters(use);
  record.effective_hyperparameters = effective_values(use);
  record.command = command_record(use, machine.program_folder);
}

TrainingRecord training_record(const ModelUse& use, const std::vector<AttemptRecord>& attempts,
                               const Outcome* outcome, bool achieved, const Quality& quality,
                               const Machine& machine) {
  TrainingRecord record;
  describe(use, machine, record);
  record.attempts = attempts;
  record.success = outcome != nullptr && achieved && quality.counts();
  record.failed_attempts = failed_attempts(attempts, record.success);
  record.message = record.success ? kSuccess : quality.reason;
  if (outcome == nullptr) {
    record.outcome = {{"status", "failed"}, {"reason", quality.reason}};
    return record;
  }
  record.duration_seconds = outcome->duration().count();
  record.performance_metrics = metrics_json(outcome->metrics);
  record.epochs = epochs_json(*outcome);
  record.outcome = stored_outcome(*outcome);
  return record;
}

BackgroundRecord background_record(const ModelUse& use, const TrialRun& run, const Json& report,
                                   const Machine& machine) {
  BackgroundRecord record;
  describe(use, machine, record);
  record.log_directory = std::filesystem::absolute(run.folder.path / "background_logs").string();
  record.report = report;
  return record;
}

TrialRecord::Load load_record(const TrialRun& run, const Measured& measured,
                              const Quality& quality) {
  TrialRecord::Load load;
  if (measured.energy) load.duration_seconds = measured.energy->duration().count();
  load.success = quality.counts();
  load.attempts = run.attempts.front();
  load.failed_attempts = failed_attempts(load.attempts, load.success);
  load.message = load.success ? "the load ran" : quality.reason;
  return load;
}

}  // namespace

void note_attempt(TrialRun& run, const Measured& measured, const Quality& quality) {
  run.attempts.resize(std::max<std::size_t>(1, run.spec->foregrounds.size()));
  for (std::size_t i = 0; i < run.attempts.size(); ++i) {
    if (i < measured.outcomes.size()) {
      run.attempts[i].push_back(
          attempt_record(run.attempt, measured, measured.outcomes[i], quality));
      continue;
    }
    AttemptRecord attempt = attempt_record(run.attempt, measured);
    attempt.status = quality.counts() ? "completed" : "failed";
    attempt.reason = quality.reason;
    run.attempts[i].push_back(std::move(attempt));
  }
}

TrialRecord trial_record(const TrialRun& run, const Measured& measured, const Quality& quality,
                         const RecordContext& context) {
  const TrialSpec& spec = *run.spec;
  TrialRecord record;
  record.experiment_id = run.folder.experiment_id;
  record.execution_number = run.folder.number;
  record.lifetime = context.lifetime;
  record.identity = spec.identity;
  record.treatment = context.treatment;
  record.study = context.study;
  record.catalogue = context.catalogue;
  record.simulated = context.machine.simulated;
  record.label = spec.label;
  record.block = spec.block;
  record.factors = spec.factors;
  record.replicate = spec.replicate;
  record.occurrence = spec.occurrence;
  record.repeat = run.repeat;
  record.started = run.started;
  record.ended = context.machine.clock.wall_now();
  for (std::size_t i = 0; i < spec.foregrounds.size(); ++i) {
    const Outcome* outcome = i < measured.outcomes.size() ? &measured.outcomes[i] : nullptr;
    // A trial by hand may stop a training because it has seen enough.
    const bool achieved = spec.is_by_hand() || (outcome != nullptr && outcome->completed());
    record.foregrounds.push_back(training_record(spec.foregrounds[i], run.attempts[i], outcome,
                                                 achieved, quality, context.machine));
  }
  for (std::size_t i = 0; i < spec.backgrounds.size(); ++i) {
    Json report;
    if (measured.background.is_object()) report = measured.background.at("models").at(i);
    if (report.is_object() && i < measured.meanwhile.size())
      report["window"] = measured.meanwhile.at(i);
    record.backgrounds.push_back(
        background_record(spec.backgrounds[i], run, report, context.machine));
  }
  if (spec.foregrounds.empty()) record.load = load_record(run, measured, quality);
  add_energy(record, measured.energy ? &*measured.energy : nullptr, measured.idle_reference);
  if (context.estimate && measured.energy)
    record.energy["estimates"] = {{"cpu", cpu_estimate(*measured.energy, *context.estimate)}};
  record.quality = to_json(quality, context.own_thresholds);
  record.cooling = measured.cooling;
  record.settling = measured.settling;
  record.emitted = run.emitted;
  if (spec.is_by_hand()) record.by_hand = {{"identity", spec.by_hand}, {"value", run.value}};
  record.provenance = context.provenance;
  return record;
}

}  // namespace mutlua
