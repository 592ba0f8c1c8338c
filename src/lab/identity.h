// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

#include "base/sha256.h"
#include "lab/study_settings.h"
#include "lab/trial_spec.h"

namespace mutlua {

/// What all identities of a study share, as canonical texts.
struct IdentityTexts {
  std::string catalogue;
  std::string protocol;
  std::string study;
};

/// Writes what trials are, as canonical text: that of canonical_text() of an object. What the
/// replicates of a treatment have in common is written once.
class TrialText {
 public:
  /// `common`: of the treatment, or any of its replicates.
  TrialText(const TrialSpec& common, const IdentityTexts& study);

  /// Over what `text` was. `occurrence` is left out if it is 0.
  void write(std::string& text, const TrialSpec& trial, int occurrence) const;

 private:
  std::string before_;    ///< block to cooling
  std::string placed_;    ///< governor and GPUs
  std::string protocol_;  ///< that alone
  std::string after_;     ///< seconds to study
};

/// Gives trials their identity: what they are, not where they stand. Study, catalogue, models with
/// values, arguments, environment and GPUs, what is recorded beside them, waits, governor,
/// protocol, block, replicate, whether it is a sentinel, and which of several equal ones it is; not
/// label, factors, needs, timeout, retries, order or seed.
///
/// It is the SHA-256 of the trial's text, in hexadecimal digits. A hundred thousand trials are
/// identified at a study's start.
class Identities {
 public:
  Identities(const std::string& catalogue, const StudySettings& study);

  /// For give(), once for all replicates.
  TrialText text_of(const TrialSpec& common) const { return {common, common_}; }
  /// Sets identity and occurrence. Equal trials are told apart by the order of these calls.
  void give(const TrialText& treatment, TrialSpec& trial);

 private:
  struct Start {
    std::size_t operator()(const Digest& digest) const;
  };

  IdentityTexts common_;
  std::string text_;  ///< of the last trial: its memory is used again
  std::unordered_map<Digest, int, Start>
      seen_;  ///< how often, by the digest of the first of equals
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
