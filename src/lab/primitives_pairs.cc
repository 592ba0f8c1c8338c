// SPDX-License-Identifier: MIT
#include <algorithm>
#include <vector>

#include "lab/lab.h"

namespace mutlua {
namespace {

/// REQUIRES: a value.
double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// {median, n}: of the values that are known; without a median if none is.
Json summary(const std::vector<PastUse>& uses, std::optional<double> PastUse::*field) {
  std::vector<double> known;
  for (const PastUse& use : uses) {
    if (use.*field) known.push_back(*(use.*field));
  }
  Json json = {{"n", known.size()}};
  if (!known.empty()) json["median"] = median(known);
  return json;
}

}  // namespace

/// What a model of the catalogue used of the GPU when it trained alone, as earlier sessions of the
/// results folder measured it.
Json Lab::measured_use(const Json& request) {
  settle_name();
  const ModelUse use = model_use(catalogue_, request.at("model"), "measured_use.model");
  const History& past = ledger_.use_of(*use.model, request.value("imported", false));
  return {{"memory_bytes", summary(past.uses, &PastUse::gpu_memory_bytes)},
          {"gpu_percent", summary(past.uses, &PastUse::gpu_percent)}};
}

}  // namespace mutlua
