// SPDX-License-Identifier: MIT
#include "cli/recompute.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "cli/compare_records.h"
#include "cli/text.h"
#include "energy/trace_reader.h"
#include "energy/window_json.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

using Row = std::vector<std::string>;

/// The energy that the trial's record stores; absent if the trial has no record.
std::optional<Json> stored_energy(const fs::path& trial) {
  const fs::path file = trial / "experiment.json";
  if (!fs::exists(file)) return std::nullopt;
  const Json record = read_json(file);
  if (!record.is_object() || !record.contains("energy") || !record.at("energy").is_object())
    throw Error(ErrorKind::usage, fmt::format("{} stores no energy", file.string()));
  return record.at("energy");
}

std::string value_text(const Json& value) {
  if (value.is_null()) return "unknown";
  if (value.is_number()) return number_text(value);
  return value.is_string() ? value.get<std::string>() : value.dump();
}

const Json* find(const Json& record, const char* pointer) {
  const Json::json_pointer place(pointer);
  return record.contains(place) ? &record.at(place) : nullptr;
}

/// The figures that a reader knows, whether they differ or not.
std::vector<Row> headline(const std::optional<Json>& stored, const Json& derived) {
  constexpr std::pair<const char*, const char*> kFigures[] = {{"window, s", "/seconds"},
                                                              {"CPU, J", "/cpu/gross_joules"},
                                                              {"GPUs, J", "/gpu_joules"},
                                                              {"total, J", "/total_joules"}};
  std::vector<Row> rows;
  for (const auto& [name, place] : kFigures) {
    const Json* mine = find(derived, place);
    const Json* theirs = stored ? find(*stored, place) : nullptr;
    rows.push_back({name, stored ? value_text(theirs != nullptr ? *theirs : Json()) : "none",
                    value_text(mine != nullptr ? *mine : Json())});
  }
  return rows;
}

/// Whether the trace is of a simulated card: `run --simulate` wrote it.
bool is_simulated(const Json& derived) {
  const Json* gpus = find(derived, "/gpus");
  return gpus != nullptr && std::any_of(gpus->begin(), gpus->end(), [](const Json& gpu) {
           return gpu.value("evidence", "") == "simulated";
         });
}

std::string joined(const std::vector<std::string>& places) {
  std::string text;
  for (const std::string& place : places) text += (text.empty() ? "" : ", ") + place;
  return printable(text);
}

void print_text(const fs::path& trial, const std::optional<Json>& stored, const Json& derived,
                const RecordComparison& comparison) {
  std::vector<Row> rows = headline(stored, derived);
  rows.insert(rows.begin(), {"energy", "stored", "recomputed"});
  for (const Difference& each : comparison.differences)
    rows.push_back({"differs: " + each.place, value_text(each.stored), value_text(each.derived)});
  fmt::print("{}\n", table_text(rows));
  const std::string name = printable(trial.string());
  if (is_simulated(derived)) fmt::print("SIMULATED: nothing was measured\n");
  if (!stored) {
    fmt::print("{}: nothing to hold it against: the trial was interrupted\n", name);
  } else if (comparison.compared == 0) {
    fmt::print("{}: nothing to hold it against: its record has none of the values\n", name);
  } else if (comparison.differences.empty()) {
    fmt::print("{}: all {} values agree\n", name, comparison.compared);
  } else {
    fmt::print("{}: {} of {} values differ\n", name, comparison.differences.size(),
               comparison.compared);
  }
  if (!comparison.only_stored.empty())
    fmt::print("not compared, as the trace does not give it: {}\n", joined(comparison.only_stored));
  if (!comparison.only_derived.empty())
    fmt::print("not compared, as it was not stored: {}\n", joined(comparison.only_derived));
}

void print_json(const fs::path& trial, const std::optional<Json>& stored, const Json& derived,
                const RecordComparison& comparison) {
  Json differences = Json::array();
  for (const Difference& each : comparison.differences) {
    differences.push_back(
        {{"place", each.place}, {"stored", each.stored}, {"recomputed", each.derived}});
  }
  const bool held = stored && comparison.compared > 0;
  const Json document = {{"trial", trial.string()},
                         {"simulated", is_simulated(derived)},
                         {"equal", held ? Json(comparison.differences.empty()) : Json(nullptr)},
                         {"compared", comparison.compared},
                         {"differences", differences},
                         {"not_derived", comparison.only_stored},
                         {"not_stored", comparison.only_derived},
                         {"stored", stored ? *stored : Json(nullptr)},
                         {"recomputed", derived}};
  fmt::print("{}\n", pretty_text(document));
}

/// Folders of runs, as `mutlua measure --keep-trace` makes them, in order.
std::vector<std::string> runs_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("run_") && fs::is_directory(entry.path() / "energy"))
      names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

void refuse_unusable(const fs::path& trial) {
  if (!fs::is_directory(trial))
    throw Error(ErrorKind::usage, fmt::format("{} is no folder of a trial", trial.string()));
  if (fs::exists(trial / "energy")) return;
  const std::vector<std::string> runs = runs_in(trial);
  if (runs.empty()) return;
  const std::string names =
      runs.size() == 1 ? runs.front() : fmt::format("one of {} ... {}", runs.front(), runs.back());
  throw Error(ErrorKind::usage,
              fmt::format("{} holds the traces of runs; name {}", trial.string(), names));
}

}  // namespace

int recompute_trial(const CommandLine& line) {
  const fs::path& trial = line.trial;
  refuse_unusable(trial);
  const Json derived = energy_record(recompute_window(trial / "energy"));
  const std::optional<Json> stored = stored_energy(trial);
  const RecordComparison comparison =
      stored ? compare_records(*stored, derived) : RecordComparison{};
  (line.json ? print_json : print_text)(trial, stored, derived, comparison);
  return comparison.differences.empty() ? 0 : 1;
}

}  // namespace mutlua
