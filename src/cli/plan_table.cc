// SPDX-License-Identifier: MIT
#include "cli/plan_table.h"

#include <fmt/format.h>

#include <map>
#include <tuple>

#include "cli/text.h"

namespace mutlua {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Of the first model; none of a trial by hand, whose models are known when it has run.
std::string values_text(const TrialSpec& spec) {
  std::string text;
  if (spec.foregrounds.empty() && spec.backgrounds.empty()) return text;
  for (const auto& [name, value] : spec.first().values)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, number_text(value));
  return text;
}

std::string names_of(const std::vector<ModelUse>& uses) {
  std::string text;
  for (const ModelUse& use : uses) text += (text.empty() ? "" : " + ") + use.model->name;
  return text;
}

std::string number_of(const PlannedTrial& trial) {
  return trial.number > 0 ? fmt::format("{:03}", trial.number) : "-";
}

/// Removes columns that say nothing in any row.
void drop_empty_columns(Rows& rows) {
  for (std::size_t column = rows.front().size(); column-- > 0;) {
    bool used = false;
    for (std::size_t row = 1; row < rows.size(); ++row) used = used || !rows[row][column].empty();
    if (used) continue;
    for (auto& row : rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(column));
  }
}

struct Cell {
  std::size_t trials = 0;
  std::size_t to_measure = 0;
};

using Key = std::tuple<std::string, std::string, std::string, std::string>;

Key cell_of(const TrialSpec& spec) {
  return {spec.block.value_or(""), spec.label.value_or(""), names_of(spec.foregrounds),
          names_of(spec.backgrounds)};
}

}  // namespace

std::string trials_table(const std::vector<ExplainedTrial>& trials, bool explain) {
  Rows rows{{"number", "state", "block", "label", "replicate", "foreground", "background",
             explain ? "why" : "values"}};
  for (const ExplainedTrial& each : trials) {
    const TrialSpec& spec = each.trial.spec;
    rows.push_back({number_of(each.trial), each.state, spec.block.value_or(""),
                    spec.label.value_or(""), std::to_string(spec.replicate),
                    names_of(spec.foregrounds), names_of(spec.backgrounds),
                    explain ? each.why : values_text(spec)});
  }
  drop_empty_columns(rows);
  return table_text(rows);
}

std::string cells_table(const std::vector<ExplainedTrial>& trials) {
  std::map<Key, std::size_t> places;
  std::vector<std::pair<Key, Cell>> cells;
  for (const ExplainedTrial& each : trials) {
    const auto [found, fresh] = places.try_emplace(cell_of(each.trial.spec), cells.size());
    if (fresh) cells.push_back({found->first, {}});
    Cell& cell = cells[found->second].second;
    ++cell.trials;
    if (each.trial.to_be_measured()) ++cell.to_measure;
  }
  Rows rows{{"block", "label", "foreground", "background", "trials", "to measure"}};
  for (const auto& [key, cell] : cells) {
    if (rows.size() > kMostListed) break;
    const auto& [block, label, foreground, background] = key;
    rows.push_back({block, label, foreground, background, std::to_string(cell.trials),
                    std::to_string(cell.to_measure)});
  }
  drop_empty_columns(rows);
  std::string text = table_text(rows);
  if (cells.size() > kMostListed)
    text += fmt::format("... and {} cells more\n", cells.size() - kMostListed);
  return text;
}

std::string states_text(const std::vector<ExplainedTrial>& trials) {
  std::map<std::string, std::size_t> counts;
  for (const ExplainedTrial& each : trials) ++counts[each.state];
  std::string text;
  for (const char* state :
       {"new", "changed", "again", "done", "reused", "done, does not count", "counted elsewhere"}) {
    const auto found = counts.find(state);
    if (found == counts.end()) continue;
    text +=
        fmt::format("{}{} {}", text.empty() ? "" : ", ", found->second,
                    state == std::string("done, does not count") ? "done without counting" : state);
  }
  return text;
}

}  // namespace mutlua
