// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "cli/analysis_report.h"
#include "cli/analyzed_fields.h"
#include "cli/text.h"

namespace mutlua {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Six significant digits, as `mutlua results` shows them; nothing where it is unknown.
std::string figure(const std::optional<double>& value) {
  return value ? fmt::format("{:.6g}", *value) : "";
}

std::string interval_text(const std::optional<Interval>& interval) {
  return interval ? fmt::format("{:.6g} ... {:.6g}", interval->lower, interval->upper) : "";
}

std::string cells_text(const Analysis& analysis) {
  Rows rows = {analysis.by};
  for (const char* head : {"outcome", "n", "mean", "sd", "95 % interval", "note"}) {
    rows.front().emplace_back(head);
  }
  for (const Cell& cell : analysis.cells) {
    for (const CellOutcome& outcome : cell.outcomes) {
      std::vector<std::string> row;
      for (const Json& level : cell.levels) row.push_back(level_text(level));
      std::string note = outcome.estimate.reason;
      if (outcome.missing > 0 && outcome.estimate.n > 0) {
        note += fmt::format("{}unknown in {}", note.empty() ? "" : "; ", outcome.missing);
      }
      row.insert(row.end(),
                 {outcome.name, std::to_string(outcome.estimate.n), figure(outcome.estimate.mean),
                  figure(outcome.estimate.sd), interval_text(outcome.estimate.interval), note});
      rows.push_back(std::move(row));
    }
  }
  return table_text(rows);
}

std::string note_of(const BlockRatio& ratio) {
  std::string note = ratio.reason;
  const auto add = [&](std::size_t count, const char* what) {
    if (count > 0) note += fmt::format("{}{} {}", note.empty() ? "" : "; ", count, what);
  };
  add(ratio.unmatched, "with one arm only");
  add(ratio.not_positive, "values are not positive");
  return note;
}

std::string ratios_text(const Analysis& analysis) {
  Rows rows = {analysis.matched};
  const std::string baseline = level_text(analysis.baseline);
  for (const char* head : {"compared", "outcome", "ratio", "95 % interval", "blocks", "note"}) {
    rows.front().emplace_back(head);
  }
  for (const ArmRatio& each : analysis.ratios) {
    std::vector<std::string> row;
    for (std::size_t i = 0; i < analysis.matched.size(); ++i) {
      row.push_back(each.levels ? level_text((*each.levels)[i]) : "(all)");
    }
    row.insert(row.end(), {level_text(each.level) + " / " + baseline, each.outcome,
                           figure(each.ratio.ratio), interval_text(each.ratio.interval),
                           std::to_string(each.ratio.blocks), note_of(each.ratio)});
    rows.push_back(std::move(row));
  }
  const bool replicates = std::any_of(analysis.ratios.begin(), analysis.ratios.end(),
                                      [](const ArmRatio& ratio) { return ratio.of_replicates; });
  std::string text = table_text(rows);
  if (replicates) text += "Where there is one block only, its replicates are counted as blocks.\n";
  const bool none_meet = std::all_of(analysis.ratios.begin(), analysis.ratios.end(),
                                     [](const ArmRatio& each) { return each.ratio.blocks == 0; });
  if (none_meet && !analysis.matched.empty()) {
    text += printable(fmt::format("No trials of both arms agree in {}; --by names what must agree.",
                                  fmt::join(analysis.matched, ", "))) +
            "\n";
  }
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

std::string analysis_text(const FoundSession& session, const AnalyzedTrials& trials,
                          const Analysis& analysis) {
  std::string text;
  if (!analysis.cells.empty()) text += cells_text(analysis) + "\n";
  if (!analysis.pooled.empty()) {
    text += printable(fmt::format("Trials of one cell differ in {}; --by takes such names, too.",
                                  fmt::join(analysis.pooled, ", "))) +
            "\n\n";
  }
  if (!analysis.ratios.empty()) {
    text += fmt::format("{} within blocks\n{}\n", printable(analysis.arm), ratios_text(analysis));
  }
  text +=
      fmt::format("session {}: study {}, {} trials count{}\n", printable(name_in_index(session)),
                  printable(session.info.study), trials.counted.size(),
                  trials.kind == TrialKind::simulated  ? ", SIMULATED"
                  : trials.kind == TrialKind::imported ? ", imported"
                                                       : "");
  if (!trials.left_out.empty()) text += left_out_text(trials) + "\n";
  return text;
}

}  // namespace mutlua
