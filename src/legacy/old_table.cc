// SPDX-License-Identifier: MIT
#include "legacy/old_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/error.h"
#include "legacy/old_record.h"
#include "store/trial_folder.h"
#include "store/trial_summary.h"

namespace mutlua {
namespace {

/// The tables' names of the figures, in the order of energy_metric_names().
constexpr const char* kEnergyColumns[] = {
    "energy_cpu_pkg_joules",       "energy_cpu_ram_joules",       "energy_cpu_total_joules",
    "energy_gpu_avg_watts",        "energy_gpu_max_watts",        "energy_gpu_min_watts",
    "energy_gpu_total_joules",     "energy_gpu_temp_avg_celsius", "energy_gpu_temp_max_celsius",
    "energy_gpu_util_avg_percent", "energy_gpu_util_max_percent"};

/// A cell as JSON has it: null for an empty one, numbers, True and False; else a text.
Json value_of(const std::string& cell) {
  if (cell.empty()) return nullptr;
  if (cell == "True") return true;
  if (cell == "False") return false;
  const char* const end = cell.data() + cell.size();
  std::int64_t whole = 0;
  if (auto [rest, fault] = std::from_chars(cell.data(), end, whole);
      fault == std::errc() && rest == end) {
    return whole;
  }
  double number = 0;
  auto [rest, fault] = std::from_chars(cell.data(), end, number);
  if (fault == std::errc() && rest == end && std::isfinite(number)) return number;
  return cell;
}

Json text_of(const std::string& cell) { return cell.empty() ? Json(nullptr) : Json(cell); }

/// What spreadsheets make of whole numbers: 0.0.
Json whole(Json value) {
  if (!value.is_number_float()) return value;
  const double number = value.get<double>();
  if (number != std::floor(number) || std::fabs(number) > 1e9) return value;
  return static_cast<std::int64_t>(number);
}

/// "default__examples_mnist_001" without what analysts put before it.
std::string bare_id(const std::string& id) {
  const std::size_t mark = id.find("__");
  if (mark == std::string::npos) return id;
  const std::string rest = id.substr(mark + 2);
  return trial_number(rest) ? rest : id;
}

/// The cells of one row by their columns' names.
class Cells {
 public:
  Cells(const CsvTable& table, std::size_t row) : head_(table.head), row_(table.rows.at(row)) {
    if (row_.size() != head_.size()) {
      throw Error(ErrorKind::usage,
                  fmt::format("the row has {} cells, the head {}", row_.size(), head_.size()));
    }
  }

  const std::string& text(std::string_view column) const {
    static const std::string none;
    const auto found = std::find(head_.begin(), head_.end(), column);
    return found == head_.end() ? none : row_[static_cast<std::size_t>(found - head_.begin())];
  }

  /// The column, or, if that is empty, the foreground's.
  Json value(const std::string& column) {
    Json value = value_of(text(column));
    if (!value.is_null() || !parallel) return value;
    value = value_of(text("fg_" + column));
    if (!value.is_null()) ++from_foreground;
    return value;
  }

  /// The same for what is a text, whatever it looks like.
  Json words(const std::string& column) {
    if (!text(column).empty()) return text(column);
    if (!parallel || text("fg_" + column).empty()) return nullptr;
    ++from_foreground;
    return text("fg_" + column);
  }

  /// The cells of all columns that begin so, without the empty ones.
  Json values(const std::string& beginning) {
    Json found = Json::object();
    for (const std::string& column : head_) {
      const std::string bare = column.starts_with("fg_") ? column.substr(3) : column;
      if (!bare.starts_with(beginning)) continue;
      const std::string name = bare.substr(beginning.size());
      if (found.contains(name)) continue;
      Json value = this->value(bare);
      if (!value.is_null()) found[name] = std::move(value);
    }
    return found;
  }

  bool parallel = false;
  std::size_t from_foreground = 0;

 private:
  const std::vector<std::string>& head_;
  const std::vector<std::string>& row_;
};

Json foreground(Cells& cells) {
  Json training = {{"repository", cells.words("repository")},
                   {"model", cells.words("model")},
                   {"hyperparameters", cells.values("hyperparam_")},
                   {"duration_seconds", cells.value("duration_seconds")},
                   {"energy_metrics", Json::object()},
                   {"performance_metrics", cells.values("perf_")},
                   {"training_success", cells.value("training_success")},
                   {"retries", whole(cells.value("retries"))},
                   {"error_message", cells.words("error_message")}};
  const char* const* column = kEnergyColumns;
  for (const std::string& name : energy_metric_names()) {
    training["energy_metrics"][name] = cells.value(*column++);
  }
  return training;
}

Json background(Cells& cells) {
  return {{"repository", text_of(cells.text("bg_repository"))},
          {"model", text_of(cells.text("bg_model"))},
          {"hyperparameters", cells.values("bg_hyperparam_")},
          {"log_directory", text_of(cells.text("bg_log_directory"))},
          {"note", text_of(cells.text("bg_note"))}};
}

}  // namespace

TableRow read_table_row(const CsvTable& table, std::size_t row) {
  Cells cells(table, row);
  const std::string id = bare_id(cells.text("experiment_id"));
  cells.parallel = cells.text("mode") == "parallel" || cells.text("is_parallel") == "True" ||
                   id.ends_with("_parallel");
  Json json = {{"experiment_id", id}, {"timestamp", cells.text("timestamp")}};
  if (cells.parallel) {
    json["mode"] = "parallel";
    json["foreground"] = foreground(cells);
    json["background"] = background(cells);
  } else {
    json.update(foreground(cells));
  }
  return {.record = read_old_record(json, "").record,
          .id = id,
          .from_foreground = cells.from_foreground};
}

}  // namespace mutlua
