// SPDX-License-Identifier: MIT
#include "lab/quality.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "energy/window_flags.h"
#include "lab/epoch_times.h"
#include "lab/trial_run.h"

namespace mutlua {
namespace {

Flag flag(std::string id, Severity severity, std::string when, std::string detail,
          bool performance = false) {
  return {.id = std::move(id),
          .severity = severity,
          .value = {},
          .threshold = {},
          .when = std::move(when),
          .detail = std::move(detail),
          .performance = performance};
}

void append(Flags& flags, const Flags& more) {
  flags.insert(flags.end(), more.begin(), more.end());
}

/// Adds those whose id does not stand there yet: the window and the states around it see some of
/// the same things, and what was said first is enough.
void append_unsaid(Flags& flags, const Flags& more) {
  const auto said = static_cast<std::ptrdiff_t>(flags.size());
  for (const Flag& each : more) {
    const auto same = [&each](const Flag& flag) { return flag.id == each.id; };
    if (std::none_of(flags.begin(), flags.begin() + said, same)) flags.push_back(each);
  }
}

void flag_foreground(Quality& quality, const std::string& model, const Outcome& outcome) {
  if (!outcome.completed()) {
    quality.performance_flags.push_back(flag("training.failed", Severity::error, "after",
                                             model + ": " + outcome.verdict.reason, true));
  }
  if (outcome.verdict.status == TrainingStatus::out_of_memory) {
    quality.flags.push_back(
        flag("oom", Severity::error, "during", model + " ran out of memory", true));
  } else if (outcome.verdict.status == TrainingStatus::failed &&
             outcome.exit.exit_code.value_or(1) != 0) {
    quality.flags.push_back(flag("exit.nonzero", Severity::error, "after",
                                 model + " ended with an error: " + outcome.verdict.reason, true));
  }
  if (outcome.exit.strays > 0) {
    quality.flags.push_back(
        flag("process.stray", Severity::error, "after",
             fmt::format("{}: {} processes outlived the training and were killed", model,
                         outcome.exit.strays),
             true));
  }
  append(quality.flags, epoch_flags(outcome));
}

void flag_background(Quality& quality, const Json& load, const Thresholds& thresholds) {
  const std::string model = load.at("model").get<std::string>();
  const int failed = load.at("failed_runs").get<int>();
  const double gap = load.at("longest_gap_seconds").get<double>();
  if (failed > 0) {
    const bool stayed_away = gap > thresholds.bg_died_seconds;
    Flag died = flag("bg.died", stayed_away ? Severity::error : Severity::warn, "during",
                     fmt::format("{}: {} of its runs failed; it was away for up to {:.1f} s", model,
                                 failed, gap),
                     true);
    died.value = gap;
    died.threshold = thresholds.bg_died_seconds;
    quality.flags.push_back(std::move(died));
  }
  if (const int restarts = load.at("restarts").get<int>(); restarts > 0) {
    Flag restarted = flag("bg.restarts", Severity::info, "during",
                          fmt::format("{} began anew {} times", model, restarts), true);
    restarted.value = restarts;
    quality.flags.push_back(std::move(restarted));
  }
  const Json& busy = load.at("busy_fraction");
  const double idle_pct = busy.is_number() ? 100 * (1 - busy.get<double>()) : 0;
  if (idle_pct <= thresholds.bg_idle_fraction_pct) return;
  Flag idle = flag("bg.idle_fraction", Severity::warn, "during",
                   fmt::format("{} did not run for {:.0f} % of the window", model, idle_pct), true);
  idle.value = idle_pct;
  idle.threshold = thresholds.bg_idle_fraction_pct;
  quality.flags.push_back(std::move(idle));
}

/// A figure that is missing: a remark, or where the trial needs it an error.
void flag_source(Quality& quality, const char* source, bool there, bool needed,
                 const std::string& reason) {
  if (there) return;
  const std::string detail =
      needed ? fmt::format("needs.energy: {} was not measured: {}", source, reason)
             : fmt::format("{}: {}", source, reason);
  quality.flags.push_back(
      flag("source.missing", needed ? Severity::error : Severity::info, "during", detail));
}

void flag_energy(Quality& quality, const TrialSpec& spec, const Measured& measured,
                 const Thresholds& thresholds) {
  std::string why_cpu = "no window was opened";
  std::string why_gpu = why_cpu;
  const bool cpu = measured.energy && measured.energy->cpu(&why_cpu);
  const bool gpu = measured.energy && measured.energy->gpu(&why_gpu);
  flag_source(quality, "cpu", cpu, spec.needs.cpu_energy, why_cpu);
  flag_source(quality, "gpu", gpu, spec.needs.gpu_energy, why_gpu);
  if (measured.energy) append_unsaid(quality.flags, window_flags(*measured.energy, thresholds));
  append_unsaid(quality.flags, measured.surroundings);
  if (cpu || gpu || spec.needs.energy()) quality.energy = verdict_of(quality.flags);
  quality.lacks_energy = spec.needs.energy() && quality.energy == "invalid";
}

void conclude(Quality& quality) {
  Flags achieved = quality.performance_flags;
  for (const Flag& each : quality.flags) {
    if (each.performance) achieved.push_back(each);
  }
  quality.performance = verdict_of(achieved);
  if (quality.counts()) return;
  for (const Flags* flags : {&achieved, &quality.flags}) {
    for (const Flag& each : *flags) {
      if (each.severity == Severity::error && quality.reason.empty()) quality.reason = each.detail;
    }
  }
}

}  // namespace

Quality judge_quality(const TrialSpec& spec, const Measured& measured,
                      const Thresholds& thresholds) {
  Quality quality;
  if (!measured.reason.empty()) {
    quality.performance_flags.push_back(
        flag("protocol.gave_up", Severity::error, "during", measured.reason, true));
  }
  if (!measured.besides.empty()) {
    quality.flags.push_back(flag("script.load", Severity::warn, "during", measured.besides, true));
  }
  for (std::size_t i = 0; i < measured.outcomes.size(); ++i) {
    const bool on_purpose = measured.outcomes[i].verdict.status == TrainingStatus::stopped;
    if (spec.is_by_hand() && on_purpose) continue;
    flag_foreground(quality, spec.foregrounds[i].model->name, measured.outcomes[i]);
  }
  for (const Json& load : measured.meanwhile) flag_background(quality, load, thresholds);
  flag_energy(quality, spec, measured, thresholds);
  conclude(quality);
  return quality;
}

Json to_json(const Quality& quality, const Json& own_thresholds) {
  Json json = {{"energy", quality.energy ? Json(*quality.energy) : Json(nullptr)},
               {"performance", quality.performance},
               {"counts", quality.counts()}};
  if (!quality.reason.empty()) json["reason"] = quality.reason;
  json["flags"] = Json::array();
  for (const Flags* flags : {&quality.performance_flags, &quality.flags}) {
    for (const Flag& each : *flags) json["flags"].push_back(to_json(each));
  }
  if (!own_thresholds.is_null()) json["thresholds"] = own_thresholds;
  return json;
}

}  // namespace mutlua
