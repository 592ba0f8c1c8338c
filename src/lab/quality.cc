// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "lab/trial_run.h"

namespace mutlua {
namespace {

void flag_foregrounds(Quality& quality, const TrialSpec& spec, const Measured& measured) {
  for (std::size_t i = 0; i < measured.outcomes.size(); ++i) {
    const Outcome& outcome = measured.outcomes[i];
    const std::string& model = spec.foregrounds[i].model->name;
    if (!outcome.completed()) {
      quality.flags.push_back({.id = "training.failed",
                               .severity = "error",
                               .detail = fmt::format("{}: {}", model, outcome.verdict.reason)});
    }
    if (outcome.exit.strays > 0) {
      quality.flags.push_back(
          {.id = "process.stray",
           .severity = "error",
           .detail = fmt::format("{}: {} processes outlived the training and were killed", model,
                                 outcome.exit.strays)});
    }
  }
}

void flag_background(Quality& quality, const Measured& measured) {
  if (!measured.background.is_object() || !measured.background.contains("models")) return;
  for (const Json& model : measured.background.at("models")) {
    int failed = 0;
    for (const Json& run : model.at("runs")) {
      const std::string status = run.at("status").get<std::string>();
      if (status != "completed" && status != "stopped") ++failed;
    }
    if (failed == 0) continue;
    quality.flags.push_back({.id = "bg.died",
                             .severity = "warn",
                             .detail = fmt::format("{}: {} of its runs failed",
                                                   model.at("model").get<std::string>(), failed)});
  }
}

void flag_energy(Quality& quality, const Measured& measured) {
  if (!measured.energy) return;
  std::string reason;
  if (measured.energy->cpu(&reason)) {
    quality.energy = "ok";
  } else {
    quality.flags.push_back(
        {.id = "source.missing", .severity = "info", .detail = "cpu: " + reason});
  }
  if (!measured.energy->unavailable.gpu.empty()) {
    quality.flags.push_back({.id = "source.missing",
                             .severity = "info",
                             .detail = "gpu: " + measured.energy->unavailable.gpu});
  }
}

}  // namespace

Quality judge_quality(const TrialSpec& spec, const Measured& measured) {
  Quality quality;
  if (!measured.reason.empty()) {
    quality.flags.push_back(
        {.id = "protocol.gave_up", .severity = "error", .detail = measured.reason});
  }
  if (!measured.besides.empty()) {
    quality.flags.push_back({.id = "script.load", .severity = "warn", .detail = measured.besides});
  }
  flag_foregrounds(quality, spec, measured);
  flag_background(quality, measured);
  flag_energy(quality, measured);
  for (const QualityFlag& flag : quality.flags) {
    if (flag.severity == "warn" && quality.performance == "ok") quality.performance = "suspect";
    if (flag.severity == "error") {
      quality.performance = "invalid";
      if (quality.reason.empty()) quality.reason = flag.detail;
    }
  }
  return quality;
}

}  // namespace mutlua
