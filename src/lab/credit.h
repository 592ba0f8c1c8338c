// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lab/trial_spec.h"
#include "store/earlier.h"

namespace mutlua {

/// The drawn seeds with which the foregrounds of a trial train; null: one that only the training
/// knows. Empty if the script gives them, or the models have none.
Seeds drawn_seeds(const TrialSpec& trial);

/// Trials of earlier sessions that may stand for those of a study, each for one of them, by
/// treatment.
class Credit {
 public:
  using Read = std::function<std::vector<EarlierTrial>()>;

  /// Notes which there are of a treatment, once; the first are taken first.
  void add(const std::string& treatment, const Read& read);
  /// A trial of the study counts already.
  void note(const std::string& treatment, const Seeds& seeds) { note_seeds(of_[treatment], seeds); }

  /// One that was the same replicate.
  std::optional<EarlierTrial> take_replicate(const std::string& treatment, const TrialSpec& trial);
  /// Any. None with the seeds of a trial that counts already: it would be that one again, and no
  /// replicate of it; unless the study itself trains this trial with those seeds.
  std::optional<EarlierTrial> take_other(const std::string& treatment, const TrialSpec& trial);

 private:
  struct OfTreatment {
    std::optional<std::vector<EarlierTrial>> left;  ///< absent: not read yet
    std::set<Seeds> counted;
  };

  static void note_seeds(OfTreatment& of, const Seeds& seeds);
  template <typename Fits>
  static std::optional<EarlierTrial> take(OfTreatment& of, const Fits& fits);

  std::map<std::string, OfTreatment> of_;
};

}  // namespace mutlua
