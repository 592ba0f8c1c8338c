// SPDX-License-Identifier: MIT
#include "cli/plan_memory.h"

#include <algorithm>
#include <map>

#include "cli/installed.h"
#include "cli/plan_treatments.h"
#include "energy/sampler.h"
#include "system/clock.h"

namespace mutlua {
namespace {

constexpr double kMegabyte = 1e6;

/// What one model needs.
struct Need {
  double bytes = 0;
  bool measured = false;
};

std::optional<Need> need_of(const Model& model, PlanHistory& history) {
  Need need;
  for (const PastTrial& each : history.of(model)) {
    if (!each.peak_gpu_memory_bytes) continue;
    need.measured = true;
    need.bytes = std::max(need.bytes, *each.peak_gpu_memory_bytes);
  }
  if (need.measured) return need;
  if (!model.memory_mb) return std::nullopt;
  need.bytes = *model.memory_mb * kMegabyte;
  return need;
}

/// Whether what it runs is known, and runs at the same time: several trainings of a trial by hand
/// may run one after the other.
bool is_known(const PlannedTrial& trial) {
  if (!trial.common().is_by_hand()) return true;
  return trial.time != nullptr && trial.common().foregrounds.size() == 1;
}

std::vector<const Model*> models_of(const TrialSpec& spec) {
  std::vector<const Model*> models;
  for (const auto* uses : {&spec.foregrounds, &spec.backgrounds}) {
    for (const ModelUse& use : *uses) models.push_back(use.model);
  }
  std::sort(models.begin(), models.end(),
            [](const Model* one, const Model* other) { return one->name < other->name; });
  return models;
}

PairingMemory pairing_of(const std::vector<const Model*>& models, std::size_t trials,
                         PlanHistory& history) {
  PairingMemory pairing;
  pairing.trials = trials;
  double sum = 0;
  for (const Model* model : models) {
    pairing.models.push_back(model->name);
    const auto need = need_of(*model, history);
    if (!need) {
      pairing.unknown.insert(model->name);
      continue;
    }
    if (!need->measured) pairing.catalogue.insert(model->name);
    sum += need->bytes;
  }
  if (pairing.unknown.empty()) pairing.bytes = sum;
  return pairing;
}

}  // namespace

std::vector<PairingMemory> pairing_memory(const std::vector<PlannedTrial>& trials,
                                          PlanHistory& history) {
  std::map<std::vector<const Model*>, std::size_t> counts;
  for (const PlannedTreatment& each : by_treatment(trials)) {
    if (each.to_be_measured > 0 && is_known(*each.first))
      counts[models_of(each.first->common())] += each.to_be_measured;
  }
  std::vector<PairingMemory> pairings;
  for (const auto& [models, count] : counts) pairings.push_back(pairing_of(models, count, history));
  std::sort(pairings.begin(), pairings.end(), [](const auto& one, const auto& other) {
    if (one.bytes != other.bytes) return one.bytes.value_or(-1) > other.bytes.value_or(-1);
    return one.models < other.models;
  });
  return pairings;
}

std::optional<double> card_bytes() {
  LinuxClock clock;
  const Sampler sampler(clock, machine_sensors(clock), {.rates = {}, .threaded = false});
  std::optional<double> least;
  for (const GpuInfo& gpu : sampler.gpus()) {
    if (gpu.memory_bytes <= 0) continue;
    const auto bytes = static_cast<double>(gpu.memory_bytes);
    least = std::min(least.value_or(bytes), bytes);
  }
  return least;
}

}  // namespace mutlua
