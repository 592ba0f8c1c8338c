// SPDX-License-Identifier: MIT
#include "legacy/import_flag.h"

#include <algorithm>
#include <array>

namespace mutlua {
namespace {

using namespace import_flag;

/// How much a flag matters for the joules and for what the training achieved.
struct Weight {
  const char* id;
  const char* energy;
  const char* performance;
  bool compares = false;  ///< it rests on other experiments
};

constexpr std::array kWeights = {Weight{kUnrecordedLoad, "error", "warn"},
                                 Weight{kPowerFarAboveGroup, "warn", "info", true},
                                 Weight{kTimeFarAboveGroup, "warn", "warn", true},
                                 Weight{kSameTimeWhateverEpochs, "error", "error", true},
                                 Weight{kSuccessWithinSeconds, "info", "warn"},
                                 Weight{kSuccessWithoutMetrics, "info", "warn"},
                                 Weight{kMetricIsACount, "info", "warn"},
                                 Weight{kNoSamples, "warn", "info"},
                                 Weight{kSampleFault, "warn", "info"},
                                 Weight{kSampleGap, "warn", "info"},
                                 Weight{kSamplesTooShort, "warn", "info"},
                                 Weight{kEnergyDiffers, "warn", "info"},
                                 Weight{kCpuNotCounted, "warn", "info"},
                                 Weight{kEnergyOfAnother, "error", "info", true}};

const Weight* weight_of(const Json& flag) {
  const std::string id = flag.value("id", "");
  const auto* found = std::find_if(kWeights.begin(), kWeights.end(),
                                   [&](const Weight& each) { return each.id == id; });
  return found == kWeights.end() ? nullptr : found;
}

int rank(std::string_view severity) { return severity == "error" ? 2 : severity == "warn" ? 1 : 0; }

std::string verdict(int rank) { return rank == 2 ? "invalid" : rank == 1 ? "suspect" : "ok"; }

bool failed(const Json& record) {
  const Json& main = record.contains("foreground") ? record.at("foreground") : record;
  return main.at("training_success") != true;
}

}  // namespace

void add_flag(Json& record, const ImportFlag& flag) {
  Json json = {{"id", flag.id}, {"severity", nullptr}};
  const Weight* weight = weight_of(json);
  json["severity"] =
      rank(weight->energy) > rank(weight->performance) ? weight->energy : weight->performance;
  if (!flag.value.is_null()) json["value"] = flag.value;
  if (!flag.threshold.is_null()) json["threshold"] = flag.threshold;
  json["detail"] = flag.detail;
  record["quality"]["flags"].push_back(std::move(json));
}

void remove_comparisons(Json& record) {
  Json kept = Json::array();
  for (Json& flag : record["quality"]["flags"]) {
    const Weight* weight = weight_of(flag);
    if (weight == nullptr || !weight->compares) kept.push_back(std::move(flag));
  }
  record["quality"]["flags"] = std::move(kept);
}

void judge(Json& record) {
  int energy = 0;
  int performance = failed(record) ? 2 : 0;
  Json& quality = record["quality"];
  for (const Json& flag : quality["flags"]) {
    const Weight* weight = weight_of(flag);
    if (weight == nullptr) continue;
    energy = std::max(energy, rank(weight->energy));
    performance = std::max(performance, rank(weight->performance));
  }
  quality["energy"] = verdict(energy);
  quality["performance"] = verdict(performance);
}

}  // namespace mutlua
