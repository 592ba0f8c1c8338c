// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_map>

#include "lab/study_settings.h"
#include "lab/trial_spec.h"

namespace mutlua {

/// What all identities of a study share, as canonical texts.
struct IdentityTexts {
  std::string catalogue;
  std::string protocol;
  std::string study;
};

/// Gives trials their identity: what they are, not where they stand. Study, catalogue, models with
/// values, arguments, environment and GPUs, what is recorded beside them, waits, governor,
/// protocol, block, replicate, and which of several equal ones it is; not label, factors, needs,
/// timeout, retries, order or seed.
///
/// It is the SHA-256 of canonical_text() of an object of these, in hexadecimal digits. The text is
/// written here straight away: a hundred thousand trials are identified at a study's start.
class Identities {
 public:
  Identities(const std::string& catalogue, const StudySettings& study);

  /// Sets identity and occurrence. Equal trials are told apart by the order of these calls.
  void give(TrialSpec& trial);

 private:
  IdentityTexts common_;
  std::unordered_map<std::string, int> seen_;  ///< how often an equal trial was given one
};

/// What the trial is, as its record keeps it: all that its identity is taken from but which of
/// several equal ones it is.
Json specification_of(const TrialSpec& trial, const std::string& catalogue,
                      const StudySettings& study);

/// What equal trials of all studies and sessions have in common: models with values, arguments,
/// environment and GPUs, waits, governor, protocol; not study, catalogue, block, replicate, and no
/// seed that was drawn. SHA-256. Empty for trials by hand and sentinels, which stand for no cell.
std::string treatment_of(const TrialSpec& trial, const StudySettings& study);

}  // namespace mutlua
