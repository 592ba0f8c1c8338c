// SPDX-License-Identifier: MIT
#include "store/history.h"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "base/error.h"
#include "base/files.h"
#include "base/python_number.h"
#include "store/csv_reader.h"

namespace mutlua {
namespace {

constexpr std::size_t kLargestTable = 32u << 20;

using Cells = std::vector<std::string>;
using NamedColumns = std::vector<std::pair<std::string, std::size_t>>;

/// Where the columns of a table stand. Of several with one name the last counts, as in Python.
class Columns {
 public:
  explicit Columns(const Cells& head) : count_(head.size()) {
    for (std::size_t i = 0; i < head.size(); ++i) places_[head[i]] = i;
    plain_ = with_prefix("hyperparam_");
    further_ = with_prefix("fg_hyperparam_");
  }

  std::size_t count() const { return count_; }
  bool tells_of_trainings() const {
    return places_.contains("repository") && places_.contains("model") && !plain_.empty();
  }

  std::optional<PastTraining> training(const Cells& cells) const {
    PastTraining past{.repository = cell(cells, "repository"),
                      .model = cell(cells, "model"),
                      .values = values(cells, plain_)};
    if (past.repository.empty() || past.values.empty()) {
      past.in_further_cells = true;
      if (past.repository.empty()) past.repository = cell(cells, "fg_repository");
      if (past.model.empty()) past.model = cell(cells, "fg_model");
      past.values = values(cells, further_);
    }
    if (past.values.empty()) return std::nullopt;
    past.parallel = cell(cells, "mode") == "parallel" || cell(cells, "is_parallel") == "True" ||
                    cell(cells, "experiment_id").ends_with("_parallel");
    return past;
  }

  /// Whether a machine that is not there ran it: that is nobody's past.
  bool simulated(const Cells& cells) const {
    const std::string text = cell(cells, "simulated");
    return text == "true" || text == "True";
  }

  std::string cell(const Cells& cells, const std::string& name) const {
    const auto place = places_.find(name);
    return place == places_.end() ? "" : cells[place->second];
  }

 private:
  NamedColumns with_prefix(const std::string& prefix) const {
    NamedColumns found;
    for (const auto& [name, place] : places_) {
      if (name.starts_with(prefix)) found.emplace_back(name.substr(prefix.size()), place);
    }
    return found;
  }

  static NamedValues values(const Cells& cells, const NamedColumns& columns) {
    NamedValues found;
    for (const auto& [name, place] : columns) {
      if (const auto number = finite_python_number(cells[place])) found.emplace_back(name, *number);
    }
    return found;
  }

  std::size_t count_;
  std::map<std::string, std::size_t> places_;
  NamedColumns plain_;
  NamedColumns further_;
};

void read_rows(CsvReader& reader, const Columns& columns, const TrialStamps& own,
               const std::string& name, History& history) {
  int ragged = 0;
  int first_ragged = 0;
  for (Cells cells; reader.next(cells);) {
    if (cells.size() != columns.count()) {
      if (++ragged == 1) first_ragged = reader.line();
      continue;
    }
    if (own.contains({columns.cell(cells, "experiment_id"), columns.cell(cells, "timestamp")}))
      continue;
    if (columns.simulated(cells)) continue;
    if (auto past = columns.training(cells)) history.trainings.push_back(std::move(*past));
  }
  if (ragged == 0) return;
  history.warnings.push_back(
      fmt::format("the history {}: {} of its lines, the first of them line {}, do not have the {} "
                  "cells of the first line; they are not counted",
                  name, ragged, first_ragged, columns.count()));
}

Json optional(const std::optional<double>& number) { return number ? Json(*number) : Json(); }

std::optional<double> number_or_nothing(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

}  // namespace

History read_history_csv(const std::filesystem::path& file, const TrialStamps& own) {
  History history;
  const std::string name = file.string();
  try {
    if (std::filesystem::exists(file) && !std::filesystem::is_regular_file(file))
      throw Error(ErrorKind::machine, "it is no plain file");
    const std::string text = read_file(file, kLargestTable);
    CsvReader reader(text);
    Cells head;
    reader.next(head);
    const Columns columns(head);
    if (columns.tells_of_trainings()) {
      read_rows(reader, columns, own, name, history);
    } else {
      history.warnings.push_back(fmt::format(
          "the history {} is not used: its first line names no columns repository, model and "
          "hyperparam_...",
          name));
    }
  } catch (const std::exception& error) {  // the file system's refusals too
    history.warnings.push_back(fmt::format("the history {} is not used: {}", name, error.what()));
  }
  return history;
}

Json history_json(const History& history) {
  Json trainings = Json::array();
  for (const PastTraining& past : history.trainings) {
    Json values = Json::object();
    for (const auto& [name, value] : past.values) values[name] = value;
    trainings.push_back(Json::array(
        {past.repository, past.model, past.parallel, past.in_further_cells, std::move(values)}));
  }
  Json json = {{"warnings", history.warnings}, {"trainings", std::move(trainings)}};
  for (const PastUse& use : history.uses)
    json["uses"].push_back(
        Json::array({optional(use.gpu_memory_bytes), optional(use.gpu_percent)}));
  return json;
}

History parse_history(const Json& json) {
  History history;
  json.at("warnings").get_to(history.warnings);
  for (const Json& each : json.at("trainings")) {
    PastTraining past{.repository = each.at(0).get<std::string>(),
                      .model = each.at(1).get<std::string>(),
                      .parallel = each.at(2).get<bool>(),
                      .in_further_cells = each.at(3).get<bool>(),
                      .values = {}};
    for (const auto& [name, value] : each.at(4).items()) past.values.emplace_back(name, value);
    history.trainings.push_back(std::move(past));
  }
  if (!json.contains("uses")) return history;
  for (const Json& each : json.at("uses"))
    history.uses.push_back({number_or_nothing(each.at(0)), number_or_nothing(each.at(1))});
  return history;
}

}  // namespace mutlua
