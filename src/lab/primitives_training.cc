// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "energy/window_json.h"
#include "lab/lab.h"
#include "lab/placement.h"

namespace mutlua {
namespace {

int id_of(const Json& request) { return request.at("id").get<int>(); }

std::string plain(std::string name) {
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

}  // namespace

Scope& Lab::scope_of_training(int id) {
  return trial_scope_.has_training(id) ? trial_scope_ : script_scope_;
}

Scope& Lab::scope_of_background(int id) {
  return trial_scope_.has_background(id) ? trial_scope_ : script_scope_;
}

Scope& Lab::scope_of_meter(int id) {
  return trial_scope_.has_meter(id) ? trial_scope_ : script_scope_;
}

Json Lab::spawn(const Json& request) {
  ModelUse use = use_of(request.at("model"), "mut.spawn");
  place(use, run_ ? run_->spec->gpus : Json(), machine_);
  const std::filesystem::path folder = log_folder();
  if (!machine_.simulated) {
    const std::string problem = resolved(use, machine_.program_folder).problem;
    if (!problem.empty()) throw Error(ErrorKind::machine, problem);
  }
  Training::Options options;
  options.id = next_id_++;
  if (run_) {
    const int spawned = ++spawned_in_attempt_;
    options.log =
        folder / (spawned == 1 ? "training.log" : fmt::format("training_{}.log", spawned));
    options.needs = run_->spec->needs.metrics;
  } else {
    options.log = folder / fmt::format("{:03}_{}.log", ++script_logs_, plain(use.model->name));
  }
  std::optional<double> timeout = use.model->timeout_seconds;
  if (request.contains("timeout_seconds")) timeout = request.at("timeout_seconds").get<double>();
  if (timeout) options.timeout = Seconds(*timeout);
  options.time = machine_.foreground_time;
  options.read_energy = [this, id = options.id](Instant at, const std::string& kind) {
    if (measuring())
      machine_.sampler.mark({.at = at, .kind = kind, .label = fmt::format("training {}", id)});
  };
  phase("training");
  const int id = options.id;
  scope().add(
      id, std::make_unique<Training>(supervisor_, machine_, std::move(use), std::move(options)));
  return {{"id", id}};
}

/// What the open window tells of the epochs so far: for the outcomes that are about to be given
/// out.
void Lab::note_energy() {
  for (Scope* scope : {&trial_scope_, &script_scope_}) {
    if (scope->measuring()) scope->note_energy(machine_.sampler.marks());
  }
}

Json Lab::wait(const Json& request) {
  std::vector<Training*> waited;
  for (const Json& each : request.at("ids")) {
    const int id = each.get<int>();
    waited.push_back(&scope_of_training(id).training(id));
  }
  if (waited.empty()) throw Error(ErrorKind::script, "there is no training to wait for");
  const auto ended = [](const Training* training) { return training->ended(); };
  if (request.value("any", false)) {
    supervisor_.wait_until([&] { return std::any_of(waited.begin(), waited.end(), ended); });
    note_energy();
    const Training& first = **std::find_if(waited.begin(), waited.end(), ended);
    return {{"id", first.outcome().id}, {"outcome", outcome_json(first.outcome())}};
  }
  supervisor_.wait_until([&] { return std::all_of(waited.begin(), waited.end(), ended); });
  note_energy();
  Json outcomes = Json::array();
  for (const Training* training : waited) outcomes.push_back(outcome_json(training->outcome()));
  return {{"outcomes", outcomes}};
}

Json Lab::stop(const Json& request) {
  const int id = id_of(request);
  Training& training = scope_of_training(id).training(id);
  training.stop();
  supervisor_.wait_until([&] { return training.ended(); });
  note_energy();
  return {{"outcome", outcome_json(training.outcome())}};
}

Json Lab::mark(const Json& request) {
  const int id = id_of(request);
  const Instant now = supervisor_.now();
  const auto label = request.at("label").get<std::string>();
  if (measuring()) machine_.sampler.mark({.at = now, .kind = "training", .label = label});
  scope_of_training(id).training(id).mark(label, now);
  return Json::object();
}

Json Lab::background_start(const Json& request) {
  std::vector<ModelUse> uses;
  for (const Json& model : request.at("models")) {
    uses.push_back(use_of(model, "mut.background.start"));
    place(uses.back(), run_ ? run_->spec->gpus : Json(), machine_);
  }
  if (uses.empty())
    throw Error(ErrorKind::script, "mut.background.start: expected at least one model");
  std::filesystem::path folder = log_folder();
  if (!run_options_.rehearsal) {
    for (const ModelUse& use : uses) {
      if (machine_.simulated) break;
      const std::string problem = resolved(use, machine_.program_folder).problem;
      if (!problem.empty()) throw Error(ErrorKind::machine, problem);
    }
    folder /= run_ ? "background_logs" : fmt::format("background_{:03}", ++script_logs_);
    std::filesystem::create_directories(folder);
  }
  phase("starting the background");
  const int id = next_id_++;
  scope().add(id, std::make_unique<Background>(supervisor_, machine_, std::move(uses), folder));
  return {{"id", id}};
}

Json Lab::background_settle(const Json& request) {
  const int id = id_of(request);
  Background& background = scope_of_background(id).background(id);
  Json waits = request;
  waits.erase("id");
  const Settling settling = settling_of(waits, "settle");
  const bool fixed = !settling.first_epoch && !settling.until_training;
  phase("settling", fixed ? settling.seconds : settling.most);
  // What the load alone uses, roughly: it is coming up.
  const bool reads = run_ && !measuring() && machine_.sampler.has_domains();
  if (reads) machine_.sampler.begin({.folder = trace_folder("settling"), .gpus = gpus_});
  Json settled = to_json(background.settle(settling));
  if (reads) {
    Json energy = reading_of(machine_.sampler.finish());
    energy.erase("detail");
    settled["energy"] = std::move(energy);
  }
  if (run_) settled_ = settled;
  return settled;
}

Json Lab::background_stop(const Json& request) {
  const int id = id_of(request);
  phase("stopping the background");
  Scope& owner = scope_of_background(id);
  Json report = owner.background(id).stop();
  report["id"] = id;
  owner.keep_report(id, report);
  return report;
}

}  // namespace mutlua
