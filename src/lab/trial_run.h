// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "energy/estimate.h"
#include "energy/window.h"
#include "lab/machine.h"
#include "lab/outcome.h"
#include "lab/quality.h"
#include "lab/trial_spec.h"
#include "store/session.h"
#include "store/trial_record.h"

namespace mutlua {

/// The trial that is being measured: one or more attempts at it.
struct TrialRun {
  const TrialSpec* spec = nullptr;
  TrialFolder folder;
  int repeat = 1;
  int attempt = 1;
  WallTime started;
  std::vector<std::vector<AttemptRecord>> attempts;  ///< of each foreground; of the load if none
  Json emitted = Json::array();
  Json value;  ///< what a trial by hand gave back, or null
};

/// What a protocol says that it measured in one attempt, with the runtime's own figures.
struct Measured {
  std::vector<Outcome> outcomes;  ///< of the foregrounds, in their order; empty if it gave up
  std::optional<Window> energy;
  std::filesystem::path trace;     ///< folder of its raw readings; empty: none were kept
  Json background;                 ///< report, or null
  Json meanwhile = Json::array();  ///< what each background did inside the window
  Flags surroundings;              ///< what was odd about the machine
  Json idle_reference;             ///< Surroundings::idle_reading(), or null
  std::vector<std::string> gpus;   ///< UUIDs that the trial was placed on; empty: any
  Json cooling;
  Json settling;
  std::string reason;   ///< why the protocol gave up; empty if it did not
  std::string besides;  ///< what ran beside the trial that is no part of it, or empty
};

/// Notes the attempt in run.attempts.
void note_attempt(TrialRun& run, const Measured& measured, const Quality& quality);

/// Facts of the run that stand in every record.
struct RecordContext {
  std::string study;
  std::string catalogue;
  std::string treatment;
  int lifetime = 1;
  Json provenance;
  Json own_thresholds;                    ///< of the study, or null
  std::optional<CpuPowerModel> estimate;  ///< if the study asked for one
  const Machine& machine;
};

/// The record of a finished trial.
TrialRecord trial_record(const TrialRun& run, const Measured& measured, const Quality& quality,
                         const RecordContext& context);

}  // namespace mutlua
