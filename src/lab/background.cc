// SPDX-License-Identifier: MIT
#include "lab/background.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "lab/repeating.h"

namespace mutlua {
namespace {

constexpr Seconds kWithoutMarks{30};  // what a log that marks no epochs must be given
constexpr Seconds kLookPeriod{0.5};
constexpr Seconds kAnyTime{1e7};

}  // namespace

Json to_json(const Settled& settled) {
  Json json = {{"seconds", settled.waited.count()}, {"started", settled.started}};
  if (!settled.reason.empty()) json["reason"] = settled.reason;
  if (!settled.evidence.empty()) json["evidence"] = settled.evidence;
  return json;
}

Background::Background(Supervisor& supervisor, const Machine& machine, std::vector<ModelUse> uses,
                       const std::filesystem::path& log_folder)
    : supervisor_(supervisor), machine_(machine), began_(supervisor.now()) {
  if (!machine.sampler.gpus().empty()) before_ = machine.sampler.observe();
  for (std::size_t i = 0; i < uses.size(); ++i) {
    std::string prefix = i == 0 ? "" : fmt::format("model_{}_", i + 1);
    models_.push_back(std::make_unique<BackgroundModel>(supervisor, machine, std::move(uses[i]),
                                                        log_folder, std::move(prefix)));
  }
}

Settled Background::settle(const Settling& wanted) {
  Settling settling = wanted;
  if (machine_.printed) settling.most = kAnyTime;  // a rehearsal
  const Instant begin = supervisor_.now();
  const auto failed = [this, begin](const std::string& reason) {
    return Settled{.waited = supervisor_.now() - begin,
                   .started = false,
                   .reason = "the background never started: " + reason,
                   .evidence = {}};
  };
  const bool blind = settling.first_epoch && !all_mark_epochs();
  const Seconds least = blind ? std::max(settling.seconds, kWithoutMarks) : settling.seconds;
  if (supervisor_.wait_until([this] { return broken() != nullptr; }, begin + least)) {
    return failed(broken()->last_failure());
  }
  if (settling.until_training) return wait_for_evidence(settling, begin);
  if (settling.first_epoch) {
    supervisor_.wait_until([this] { return all_trained() || broken() != nullptr; },
                           begin + std::max(settling.most, least));
    if (broken() != nullptr) return failed(broken()->last_failure());
    for (const auto& model : models_) {
      if (model->has_trained() || !model->use().model->epoch) continue;
      return failed(fmt::format("{} showed no epoch within {} s", model->use().model->name,
                                number_text(settling.most.count())));
    }
  }
  for (const auto& model : models_) {
    if (!model->alive() && !model->has_trained()) return failed(model->last_failure());
  }
  return {.waited = supervisor_.now() - begin,
          .started = true,
          .reason = {},
          .evidence = settling.first_epoch ? "first epoch" : "alive after a fixed time"};
}

Settled Background::wait_for_evidence(const Settling& settling, Instant begin) {
  evidence_.assign(models_.size(), "");
  LoadEvidence gpus(machine_.sampler.gpus(), this->gpus(), before_);
  bool up = false;
  {
    const Repeating looking(supervisor_, kLookPeriod, [&] {
      if (machine_.sampler.gpus().empty()) return;
      if (const auto seen = machine_.sampler.observe()) gpus.see(*seen);
    });
    const auto done = [&] { return broken() != nullptr || note_evidence(gpus); };
    up = supervisor_.wait_until(done, begin + std::max(settling.most, settling.seconds));
  }
  Settled settled{
      .waited = supervisor_.now() - begin, .started = false, .reason = {}, .evidence = {}};
  for (std::size_t i = 0; i < models_.size() && settled.reason.empty(); ++i) {
    const BackgroundModel& model = *models_[i];
    // What marks no epochs and uses no GPU can show no more than that it lives.
    const bool blind = !up && model.alive() && !model.use().model->epoch;
    if (evidence_[i].empty() && blind) evidence_[i] = "alive after a fixed time";
    if (evidence_[i].empty()) {
      settled.reason = "the background never started: " +
                       (model.alive() ? model.use().model->name + " showed no sign of training"
                                      : model.last_failure());
    }
  }
  settled.started = settled.reason.empty();
  const std::set<std::string> kinds(evidence_.begin(), evidence_.end());
  if (settled.started) settled.evidence = fmt::format("{}", fmt::join(kinds, ", "));
  return settled;
}

/// Notes for each model what first showed that it trains. True once all have shown something.
bool Background::note_evidence(const LoadEvidence& gpus) {
  int newcomers = gpus.newcomers();
  std::size_t missing = 0;
  for (std::size_t i = 0; i < models_.size(); ++i) {
    if (evidence_[i] == "process on a GPU") --newcomers;
    if (!evidence_[i].empty()) continue;
    if (models_[i]->has_trained()) evidence_[i] = "first epoch";
    if (gpus.on_gpu(models_[i]->pids())) evidence_[i] = "process on a GPU";
    if (evidence_[i].empty()) ++missing;
  }
  if (missing == 0) return true;
  const bool as_many = newcomers >= static_cast<int>(missing);
  if (!as_many && !(missing == 1 && gpus.busy())) return false;
  for (std::string& each : evidence_) {
    if (each.empty()) each = as_many ? "new process on a GPU" : "GPU busy";
  }
  return true;
}

/// UUIDs of the GPUs that its models were given; empty: one of them may use any.
std::vector<std::string> Background::gpus() const {
  std::vector<std::string> all;
  for (const auto& model : models_) {
    const auto& uuids = model->use().gpu_uuids;
    if (!uuids) return {};
    all.insert(all.end(), uuids->begin(), uuids->end());
  }
  return all;
}

Json Background::during(Instant begin, Instant end) const {
  Json list = Json::array();
  for (const auto& model : models_) list.push_back(model->during(begin, end));
  return list;
}

std::vector<ModelUse> Background::uses() const {
  std::vector<ModelUse> uses;
  for (const auto& model : models_) uses.push_back(model->use());
  return uses;
}

std::set<int> Background::pids() const {
  std::set<int> pids;
  for (const auto& model : models_) pids.insert(model->pids().begin(), model->pids().end());
  return pids;
}

Json Background::stop() {
  request_stop();
  supervisor_.wait_until([this] { return stopped(); });
  Json report = {{"seconds", (supervisor_.now() - began_).count()}, {"models", Json::array()}};
  for (const auto& model : models_) report["models"].push_back(model->report());
  return report;
}

void Background::request_stop() {
  for (const auto& model : models_) model->stop();
}

bool Background::stopped() const {
  return std::all_of(models_.begin(), models_.end(), [](auto& model) { return model->stopped(); });
}

bool Background::all_trained() const {
  return std::all_of(models_.begin(), models_.end(), [](auto& model) {
    return model->has_trained() || !model->use().model->epoch;
  });
}

bool Background::all_mark_epochs() const {
  return std::all_of(models_.begin(), models_.end(),
                     [](auto& model) { return model->use().model->epoch.has_value(); });
}

const BackgroundModel* Background::broken() const {
  for (const auto& model : models_) {
    if (model->seems_broken()) return model.get();
  }
  return nullptr;
}

}  // namespace mutlua
