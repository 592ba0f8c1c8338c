// SPDX-License-Identifier: MIT
#include "cli/plan_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <tuple>
#include <unordered_map>

#include "cli/fitted_table.h"

namespace mutlua {
namespace {

constexpr int kLeastLabel = 32;  // by which trials are told apart

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

/// "a/b + MRT-OAST/default" -> "b + MRT-OAST".
std::string without_repository(const std::string& names) {
  std::string text;
  std::istringstream words(names);
  for (std::string word; words >> word;) {
    const std::size_t slash = word.find('/');
    const bool only = slash != std::string::npos && word.substr(slash) == "/default";
    text += (text.empty() ? "" : " ") + (only ? word.substr(0, slash) : word.substr(slash + 1));
  }
  return text;
}

std::string number_of(const PlannedTrial& trial) {
  return trial.number > 0 ? fmt::format("{:03}", trial.number) : "-";
}

struct Cell {
  int position = 0;  ///< of the first of its trials
  std::size_t trials = 0;
  std::size_t to_measure = 0;
};

using Key = std::tuple<std::string, std::string, std::string, std::string>;

Key cell_of(const TrialSpec& spec) {
  return {spec.block.value_or(""), spec.label.value_or(""), names_of(spec.foregrounds),
          names_of(spec.backgrounds)};
}

/// In the order in which the script has added them.
std::vector<std::pair<Key, Cell>> cells_of(const std::vector<ExplainedTrial>& trials) {
  std::map<Key, Cell> cells;
  std::unordered_map<const Treatment*, Cell*> known;
  for (const ExplainedTrial& each : trials) {
    const PlannedTrial& trial = each.trial;
    Cell*& cell = known[trial.treatment.get()];
    if (cell == nullptr) {
      const Cell fresh{.position = trial.position};
      cell = &cells.try_emplace(cell_of(trial.common()), fresh).first->second;
    }
    cell->position = std::min(cell->position, trial.position);
    ++cell->trials;
    if (trial.to_be_measured()) ++cell->to_measure;
  }
  std::vector<std::pair<Key, Cell>> ordered(cells.begin(), cells.end());
  std::sort(ordered.begin(), ordered.end(), [](const auto& one, const auto& other) {
    return one.second.position < other.second.position;
  });
  return ordered;
}

}  // namespace

std::string trials_table(const std::vector<ExplainedTrial>& trials, bool explain,
                         std::optional<int> width) {
  Rows rows;
  for (const ExplainedTrial& each : trials) {
    const TrialSpec spec = each.trial.spec();
    rows.push_back({number_of(each.trial), each.state, spec.block.value_or(""),
                    spec.label.value_or(""), std::to_string(spec.replicate),
                    names_of(spec.foregrounds), names_of(spec.backgrounds),
                    explain ? each.why : values_text(spec)});
  }
  const TableColumn last = explain ? TableColumn{.name = "why", .least = 20}
                                   : TableColumn{.name = "values", .spare = 4, .least = 16};
  return fitted_table({{.name = "number"},
                       {.name = "state"},
                       {.name = "block", .spare = 2, .least = 16},
                       {.name = "label", .spare = 1, .least = kLeastLabel},
                       {.name = "replicate", .spare = 3},
                       {.name = "foreground", .least = 12, .shorter = without_repository},
                       {.name = "background", .least = 12, .shorter = without_repository},
                       last},
                      std::move(rows), width);
}

std::string cells_table(const std::vector<ExplainedTrial>& trials, std::optional<int> width) {
  const auto cells = cells_of(trials);
  Rows rows;
  for (const auto& [key, cell] : cells) {
    if (rows.size() >= kMostListed) break;
    const auto& [block, label, foreground, background] = key;
    rows.push_back({block, label, foreground, background, std::to_string(cell.trials),
                    std::to_string(cell.to_measure)});
  }
  std::string text =
      fitted_table({{.name = "block", .spare = 1, .least = 16},
                    {.name = "label", .spare = 2, .least = kLeastLabel},
                    {.name = "foreground", .least = 12, .shorter = without_repository},
                    {.name = "background", .least = 12, .shorter = without_repository},
                    {.name = "trials"},
                    {.name = "to measure"}},
                   std::move(rows), width);
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
