// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "cli/figures.h"
#include "cli/plan_estimates.h"
#include "cli/plan_units.h"
#include "cli/text.h"

namespace mutlua {
namespace {

constexpr std::size_t kMostPairings = 3;
constexpr int kIndent = 8;

/// "time    8.2 h ...", in lines that fit.
std::string line(const std::string& name, const std::string& text, int columns) {
  return fmt::format("{:<{}}{}\n", name, kIndent, wrapped(text, kIndent, columns));
}

/// Where it comes from, as far as it is known.
std::string evidence(const CostAnswer& answer) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (answer.from_history > 0) {
    add(fmt::format("{} from {} in {}", count_text(answer.from_history, "trial"),
                    count_text(answer.trainings, "earlier training"),
                    count_text(answer.sessions, "session")));
    if (answer.of_unseen_mode > 0)
      text += fmt::format("; of {} only in another mode, alone or beside a load",
                          count_text(answer.of_unseen_mode, "trial"));
  }
  if (answer.from_catalogue > 0) {
    add(fmt::format("{} only by the catalogue's seconds_per_epoch",
                    count_text(answer.from_catalogue, "trial")));
  }
  if (answer.from_simulation > 0)
    add(fmt::format("{} by the simulated machine", count_text(answer.from_simulation, "trial")));
  if (answer.from_design > 0)
    add(fmt::format("{} as long as the design says", count_text(answer.from_design, "trial")));
  return text;
}

std::string unknown(const CostAnswer& answer, const std::string& what) {
  return fmt::format("{} of unknown {}: neither earlier trainings nor the catalogue tell of {}",
                     count_text(answer.unknown, "trial"), what, some_text(answer.unknown_models));
}

std::string time_text(const PlanEstimates& estimates) {
  const CostAnswer& answer = estimates.trainings;
  if (!answer.known()) return unknown(answer, "length");
  const CostTotal& total = estimates.seconds;
  std::string text =
      fmt::format("{}{}, four times out of five {}{} ({})", estimates.whole() ? "" : "at least ",
                  span_text(total.median), spans_text(total.low, total.high),
                  waits_text(estimates.waits), evidence(answer));
  if (answer.unknown > 0) text += "; and " + unknown(answer, "length");
  return text + unknown_waits_text(estimates.waits);
}

std::string energy_text(const PlanEstimates& estimates) {
  const CostAnswer& answer = estimates.joules;
  if (!answer.known())
    return "unknown: no earlier trainings of these models whose energy was measured";
  const CostTotal& total = estimates.energy;
  std::string text = fmt::format("{}{}, four times out of five {}, of {} ({})",
                                 answer.unknown > 0 ? "at least " : "", joules_text(total.median),
                                 joules_text(total.low, total.high),
                                 fmt::join(answer.domains, " or "), evidence(answer));
  if (answer.unknown > 0)
    text += fmt::format("; {} of unknown energy: no measurement of {}",
                        count_text(answer.unknown, "trial"), some_text(answer.unknown_models));
  if (estimates.waits.high > 0) {
    text += estimates.idle_watts
                ? fmt::format("; pauses count with {:.0f} W at rest", *estimates.idle_watts)
                : "; without the pauses: the power at rest is unknown";
  }
  if (estimates.waits.others.median > 0) text += "; without the trainings that are not measured";
  return text;
}

std::string pairing_text(const PairingMemory& pairing) {
  return fmt::format("{} {}", names_text(pairing.models), bytes_text(*pairing.bytes));
}

std::string memory_text(const PlanEstimates& estimates) {
  std::vector<const PairingMemory*> known;
  std::set<std::string> unknown_models;
  bool by_catalogue = false;
  for (const PairingMemory& each : estimates.memory) {
    if (each.bytes) known.push_back(&each);
    unknown_models.insert(each.unknown.begin(), each.unknown.end());
    by_catalogue = by_catalogue || !each.catalogue.empty();
  }
  std::string text;
  if (known.empty()) {
    text = "unknown";
  } else {
    text = fmt::format("at most {}", pairing_text(*known.front()));
    for (std::size_t i = 1; i < std::min(known.size(), kMostPairings); ++i)
      text += ", " + pairing_text(*known[i]);
    if (known.size() > kMostPairings)
      text += fmt::format(" and {} smaller", known.size() - kMostPairings);
    if (by_catalogue) text += ", in part by the catalogue";
  }
  text += estimates.card ? fmt::format("; the card has {}", bytes_text(*estimates.card))
                         : "; no card here to hold it against";
  if (!unknown_models.empty()) text += "; unknown for " + some_text(unknown_models);
  return text;
}

std::string disk_text(const DiskNeed& disk) {
  const std::string free =
      disk.free ? fmt::format("{} are free", bytes_text(*disk.free)) : "free space unknown";
  if (!disk.bytes) return "unknown, as the length is; " + free;
  return fmt::format("{} ({}); {}", bytes_text(*disk.bytes),
                     disk.folders > 0
                         ? fmt::format("as {} show", count_text(disk.folders, "earlier trial"))
                         : "by the rate of traces, no earlier trials here",
                     free);
}

std::string name_of(const std::string& outcome) {
  return outcome == "duration_seconds" ? "duration" : "GPU energy";
}

std::string effect_text(const DetectableEffect& effect) {
  if (!effect.percent) return fmt::format("{} unknown, {}", name_of(effect.outcome), effect.reason);
  return fmt::format("{} {} (CV {} in {} {})", name_of(effect.outcome), more_text(*effect.percent),
                     more_text(*effect.cv_percent), count_text(effect.trials, "trial"),
                     effect.own ? "of this study" : "of the same models before it");
}

std::string effects_text(const Detectable& effects) {
  if (effects.cells == 0) return "none";
  if (effects.most < 2) {
    return "NOTHING CAN BE TESTED: every cell is of one trial, so there is no error term; whatever "
           "differs may be noise. Say replicates = 5 or more";
  }
  std::string text = fmt::format(
      "smallest difference of two cells of {} that shows (80 % power, "
      "5 % level): ",
      count_text(effects.least, "trial"));
  for (std::size_t i = 0; i < effects.effects.size(); ++i)
    text += (i > 0 ? "; " : "") + effect_text(effects.effects[i]);
  if (effects.single > 0) {
    text += fmt::format("; NOTHING CAN BE TESTED of {} of one trial: there is no error term",
                        count_text(effects.single, "cell"));
  }
  return text;
}

}  // namespace

std::string estimates_text(const PlanEstimates& estimates, int columns) {
  const std::string effect = line("effect", effects_text(estimates.effects), columns);
  if (estimates.trainings.trials == 0)
    return line("time", "nothing is left to be measured", columns) + effect;
  return line("time", time_text(estimates), columns) +
         line("energy", energy_text(estimates), columns) +
         line("memory", memory_text(estimates), columns) +
         line("disk", disk_text(estimates.disk), columns) + effect;
}

}  // namespace mutlua
