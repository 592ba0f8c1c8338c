// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/analysis_report.h"
#include "cli/analyzed_fields.h"
#include "cli/figures.h"
#include "cli/grouped_table.h"
#include "cli/text.h"

namespace mutlua {
namespace {

constexpr const char* kInterval = "95 % interval";

/// Nothing where it is unknown.
std::string figure(const std::optional<double>& value) { return value ? six_digits(*value) : ""; }

std::string interval_text(const std::optional<Interval>& interval) {
  if (!interval) return "";
  return six_digits(interval->lower) + " ... " + six_digits(interval->upper);
}

void add(std::string& list, const std::string& text) {
  if (!text.empty()) list += (list.empty() ? "" : "; ") + text;
}

/// "test/a beside test/b, lr 0.1": the levels, but for those that are said once for all.
std::string heading(const std::vector<std::string>& names, const Levels& levels,
                    const std::vector<bool>& said) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (said[i] || levels[i].is_null()) continue;
    const bool beside = names[i] == "background";
    if (!text.empty()) text += beside ? " " : ", ";
    if (names[i] != "model") text += (beside ? "beside" : names[i]) + " ";
    text += level_text(levels[i]);
  }
  return text;
}

/// Which names have the same level in all of several.
std::vector<bool> shared(std::size_t names, const std::vector<const Levels*>& all) {
  std::vector<bool> same(names, all.size() > 1);
  for (std::size_t i = 0; i < names; ++i) {
    for (const Levels* each : all) same[i] = same[i] && (*each)[i] == (*all.front())[i];
  }
  return same;
}

/// "all: kin false" for what is shared; empty if nothing is.
std::string shared_text(const std::vector<std::string>& names, const Levels& levels,
                        std::vector<bool> same, int columns) {
  same.flip();
  const std::string text = heading(names, levels, same);
  return text.empty() ? "" : wrapped("all: " + text, 4, columns) + "\n";
}

std::string note_of(const CellOutcome& outcome) {
  std::string note = outcome.note;
  add(note, outcome.estimate.reason);
  if (outcome.missing > 0 && outcome.estimate.n > 0)
    add(note, fmt::format("unknown in {}", outcome.missing));
  return note;
}

std::string cells_text(const Analysis& analysis, int columns) {
  std::vector<const Levels*> all;
  for (const Cell& cell : analysis.cells) all.push_back(&cell.levels);
  const std::vector<bool> same = shared(analysis.by.size(), all);
  std::vector<GroupedRow> rows;
  for (const Cell& cell : analysis.cells) {
    for (const CellOutcome& outcome : cell.outcomes) {
      const Estimate& estimate = outcome.estimate;
      rows.push_back({.group = heading(analysis.by, cell.levels, same),
                      .cells = {outcome.name, std::to_string(estimate.n), figure(estimate.mean),
                                figure(estimate.sd), interval_text(estimate.interval)},
                      .note = note_of(outcome)});
    }
  }
  return shared_text(analysis.by, *all.front(), same, columns) +
         grouped_table({"outcome", "n", "mean", "sd", kInterval}, rows, columns);
}

std::string note_of(const BlockRatio& ratio, bool several_sessions) {
  std::string note = ratio.reason;
  if (ratio.unmatched > 0) {
    add(note,
        fmt::format("{} {}", ratio.unmatched,
                    several_sessions ? "without both arms in one session" : "with one arm only"));
  }
  if (ratio.not_positive > 0)
    add(note, fmt::format("{} values are not positive", ratio.not_positive));
  return note;
}

/// The ratios by what both arms have in common, those over all at the end.
std::vector<const ArmRatio*> in_groups(const std::vector<ArmRatio>& ratios) {
  std::vector<const ArmRatio*> sorted;
  for (const ArmRatio& each : ratios) sorted.push_back(&each);
  std::stable_sort(sorted.begin(), sorted.end(), [](const ArmRatio* a, const ArmRatio* b) {
    if (!a->levels || !b->levels) return a->levels && !b->levels;
    return *a->levels < *b->levels;
  });
  return sorted;
}

std::string ratios_text(const Analysis& analysis, bool several_sessions, int columns) {
  std::vector<const Levels*> all;
  std::set<Json> compared;
  for (const ArmRatio& each : analysis.ratios) {
    if (each.levels) all.push_back(&*each.levels);
    compared.insert(each.level);
  }
  const std::vector<bool> same = shared(analysis.matched.size(), all);
  const std::string baseline = " / " + level_text(analysis.baseline);
  std::vector<GroupedRow> rows;
  for (const ArmRatio* each : in_groups(analysis.ratios)) {
    const BlockRatio& ratio = each->ratio;
    rows.push_back(
        {.group = each->levels ? heading(analysis.matched, *each->levels, same) : "all together",
         .cells = {compared.size() > 1 ? level_text(each->level) + baseline : "", each->outcome,
                   figure(ratio.ratio), interval_text(ratio.interval),
                   std::to_string(ratio.blocks)},
         .note = note_of(ratio, several_sessions)});
  }
  std::string text = analysis.arm + " within blocks";
  if (compared.size() == 1) text += ": " + level_text(*compared.begin()) + baseline;
  text = wrapped(text, 0, columns) + "\n";
  if (!all.empty()) text += shared_text(analysis.matched, *all.front(), same, columns);
  text += grouped_table({"compared", "outcome", "ratio", kInterval, "blocks"}, rows, columns);
  const auto any = [&](const auto& fits) {
    return std::any_of(analysis.ratios.begin(), analysis.ratios.end(), fits);
  };
  if (any([](const ArmRatio& ratio) { return ratio.of_replicates; }))
    text += "Where there is one block only, its replicates are counted as blocks.\n";
  if (!any([](const ArmRatio& each) { return each.ratio.blocks > 0; }) &&
      !analysis.matched.empty()) {
    text += wrapped(fmt::format("No trials of both arms agree in {}; --by names what must agree.",
                                fmt::join(analysis.matched, ", ")),
                    0, columns) +
            "\n";
  }
  return text;
}

/// Cells can be made by some of them.
std::string pooled_text(const std::vector<std::string>& pooled,
                        const std::vector<TrialSummary>& trials) {
  std::vector<std::string> levels;
  for (const std::string& name : pooled) {
    if (any_has_level(trials, name)) levels.push_back(name);
  }
  std::string text = fmt::format("Trials of one cell differ in {}", fmt::join(pooled, ", "));
  if (levels.empty()) return text + ".";
  if (levels.size() == pooled.size()) return text + "; --by takes such names, too.";
  return fmt::format("{}; --by takes {}, too.", text, fmt::join(levels, ", "));
}

std::string session_text(const SessionShare& session, TrialKind kind) {
  std::string text = "session " + printable(session.name) + ": ";
  if (!session.study.empty()) text += "study " + printable(session.study) + ", ";
  text += session.trials == 1 ? "1 trial counts" : fmt::format("{} trials count", session.trials);
  if (!session.asked) text += " here, found by --gap";
  if (kind == TrialKind::simulated) text += ", SIMULATED";
  if (kind == TrialKind::imported) text += ", imported";
  return text;
}

}  // namespace

std::string left_out_text(const AnalyzedTrials& trials) {
  std::string reasons;
  for (const auto& [reason, count] : trials.left_out) {
    reasons += fmt::format("{}{} ({})", reasons.empty() ? "" : ", ", reason, count);
  }
  if (reasons.empty()) return "";
  return fmt::format("{} of {} trials left out: {}", trials.all - trials.counted.size(), trials.all,
                     reasons);
}

std::string analysis_text(const std::vector<SessionShare>& sessions, const AnalyzedTrials& trials,
                          const Analysis& analysis, int columns) {
  std::string text;
  if (trials.kind == TrialKind::simulated) text += "SIMULATED: nothing of this was measured\n\n";
  if (!analysis.cells.empty()) text += cells_text(analysis, columns) + "\n";
  if (!analysis.pooled.empty())
    text += wrapped(pooled_text(analysis.pooled, trials.counted), 0, columns) + "\n\n";
  if (!analysis.ratios.empty()) text += ratios_text(analysis, sessions.size() > 1, columns) + "\n";
  for (const SessionShare& each : sessions)
    text += wrapped(session_text(each, trials.kind), 2, columns) + "\n";
  if (trials.renamed > 0) {
    text += wrapped(fmt::format("{} trials have the labels and factors of the script as it is now; "
                                "their records keep those under which they were measured",
                                trials.renamed),
                    2, columns) +
            "\n";
  }
  if (!trials.left_out.empty()) text += wrapped(left_out_text(trials), 2, columns) + "\n";
  return text;
}

}  // namespace mutlua
