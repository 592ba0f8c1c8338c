// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "analysis/cost_total.h"
#include "cli/plan_history.h"
#include "lab/lab.h"

namespace mutlua {

/// What makes trials wait, besides what each of them says.
struct WaitRules {
  bool own_protocol = false;   ///< what it waits is known from the rehearsal alone
  RehearsedTime outside = {};  ///< of trials: what the script itself waits for
};

/// Seconds that are spent outside of the trainings that are measured.
struct ExpectedWaits {
  // Pauses: cooling, settling, sleeping, idle readings.
  double low = 0;
  double middle = 0;
  double high = 0;
  CostTotal others;      ///< trainings that are waited for and not measured, such as warming up
  std::size_t seen = 0;  ///< earlier trials of the study that showed how long the machine takes
  std::size_t rehearsed = 0;  ///< trials whose waits were read off the simulated machine's clock
  std::size_t alike = 0;      ///< trials that are taken to go like rehearsed ones of their models
  std::size_t unknown = 0;    ///< trials that nothing is known of
  std::set<std::string> unknown_models;  ///< whose trainings are waited for, nobody knows how long

  bool depend_on_the_machine() const { return high > low; }
  bool whole() const { return unknown == 0 && unknown_models.empty(); }
};

/// Of the trials that are still to be measured. Those of mutlua's protocol wait as they say, those
/// of a protocol of one's own and those by hand as in the rehearsal; where not all were rehearsed,
/// between the least and the most that was seen of the same models. A wait that ends when the
/// machine is ready lies between its least and its most: where three or more earlier trials of that
/// study and mode have shown how long it takes, the middle four fifths of these, else anywhere
/// between.
ExpectedWaits expected_waits(const std::vector<PlannedTrial>& trials, const std::string& study,
                             const WaitRules& rules, PlanHistory& history);

/// "; 2.1 h of it are pauses": what of the expected time it is, and how that is known.
std::string waits_text(const ExpectedWaits& waits);

/// "; and what 2 trials may wait": what is waited and nobody knows how long; empty without any.
std::string unknown_waits_text(const ExpectedWaits& waits);

}  // namespace mutlua
