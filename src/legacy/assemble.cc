// SPDX-License-Identifier: MIT
#include "legacy/assemble.h"

#include <fmt/format.h>

#include <cmath>

#include "base/error.h"
#include "legacy/energy_checks.h"
#include "legacy/foreign_file.h"
#include "legacy/import_flag.h"
#include "legacy/old_energy.h"
#include "legacy/old_record.h"
#include "legacy/old_time.h"

namespace mutlua {
namespace {

constexpr std::size_t kLargestRecord = std::size_t{4} << 20;
constexpr double kShortestTraining = 10;  // seconds; a shorter "success" is none

Json json_of(const OldExperiment& experiment) {
  const auto content = read_foreign(experiment.record, kLargestRecord);
  if (!content) throw Error(ErrorKind::usage, "its record is gone");
  if (content->empty()) throw Error(ErrorKind::usage, "its record is empty");
  return parse_json(*content, experiment.record.filename().string());
}

/// An experiment's own account of itself, and where its energy lies.
struct Account {
  Json json;
  std::filesystem::path energy;
  std::string joined;  ///< id of the experiment whose account it was made from
};

/// The very first parallel runs told only of the load; the foreground had an account of its own.
Account joined_account(const Json& parallel, const OldExperiment& experiment,
                       const OldSession& session) {
  const std::string id = parallel["foreground_result"].value("experiment_id", "");
  for (const OldExperiment& each : session.experiments) {
    if (each.id != id || each.record == experiment.record) continue;
    const Json foreground = json_of(each);
    return {.json = {{"experiment_id", experiment.id},
                     {"timestamp", foreground.value("timestamp", Json())},
                     {"foreground", foreground},
                     {"background", parallel.value("background_info", Json::object())}},
            .energy = each.energy,
            .joined = id};
  }
  throw Error(ErrorKind::usage,
              fmt::format("its foreground's record {}.json is not beside it", id));
}

Account account_of(const OldExperiment& experiment, const OldSession& session) {
  Json json = json_of(experiment);
  if (json.is_object() && json.contains("foreground_result") &&
      json["foreground_result"].is_object()) {
    return joined_account(json, experiment, session);
  }
  return {.json = std::move(json), .energy = experiment.energy, .joined = ""};
}

/// When it began and ended in UTC: the raw samples tell the zone of the machine's clock.
void set_times(Json& record, const OldEnergy& energy) {
  const Json seconds = measured_part(record).at("duration_seconds");  // copies: fields are added
  const Json stamp = record.at("timestamp");
  const auto end =
      stamp.is_string() ? local_seconds(stamp.get_ref<const std::string&>()) : std::nullopt;
  const auto zone =
      end && energy.power.timed > 0 ? zone_seconds(*end, energy.power.last_seconds) : std::nullopt;
  record["started_at"] = nullptr;
  record["ended_at"] = nullptr;
  if (!zone) return;
  record["ended_at"] = utc_from_seconds(*end - *zone);
  if (seconds.is_number() && seconds.get<double>() < *end - *zone) {
    record["started_at"] = utc_from_seconds(*end - *zone - seconds.get<double>());
  }
}

void check_success(Json& record) {
  const Json training = measured_part(record);  // a copy: flags are added to the record
  if (training.at("training_success") != true) return;
  const Json& seconds = training.at("duration_seconds");
  if (seconds.is_number() && seconds.get<double>() < kShortestTraining) {
    add_flag(record, {.id = import_flag::kSuccessWithinSeconds,
                      .detail = "it counted as a success within a few seconds",
                      .value = seconds,
                      .threshold = kShortestTraining});
  }
  if (training.at("performance_metrics").empty()) {
    add_flag(record, {.id = import_flag::kSuccessWithoutMetrics,
                      .detail = "it counted as a success without a single metric in its log"});
  }
  const auto accuracy = training.at("performance_metrics").find("accuracy");
  if (accuracy != training.at("performance_metrics").end() && accuracy->is_number() &&
      accuracy->get<double>() > 100) {
    add_flag(record,
             {.id = import_flag::kMetricIsACount,
              .detail = "its accuracy is a number of cases, neither a share nor a percentage",
              .value = *accuracy,
              .threshold = 100});
  }
}

void set_origin(Json& record, const std::string& from, const std::string& layout,
                const std::string& id) {
  record["imported"] = {{"from", from}, {"layout", layout}, {"id", id}, {"repairs", Json::array()}};
}

}  // namespace

void add_repair(Json& record, const std::string& repair) {
  record["imported"]["repairs"].push_back(repair);
}

Json assemble(const OldExperiment& experiment, const OldSession& session) {
  const Account account = account_of(experiment, session);
  auto [record, layout] = read_old_record(account.json, experiment.id);
  const std::string id = record.at("experiment_id");
  const auto from = experiment.early ? experiment.record : experiment.record.parent_path();
  set_origin(record, from.string(), experiment.early ? "early " + layout : layout, id);
  if (!account.joined.empty()) {
    record["imported"]["joined"] = account.joined;
    add_repair(record, "its foreground stood in a record of its own");
  }
  record["execution_number"] = experiment.number;
  const OldEnergy energy = read_old_energy(account.energy);
  set_times(record, energy);
  set_energy(record, energy);
  check_success(record);
  return std::move(record);
}

Json assemble(const CsvTable& table, std::size_t row, const std::filesystem::path& file) {
  TableRow read = read_table_row(table, row);
  Json& record = read.record;
  set_origin(record, file.string(), fmt::format("table of {} columns", table.head.size()), read.id);
  record["imported"]["row"] = row + 2;  // as an editor counts lines, if no cell has several
  record["execution_number"] = row + 1;
  if (read.from_foreground > 0) {
    add_repair(record,
               fmt::format("{} cells stood only in the columns fg_...", read.from_foreground));
  }
  set_times(record, {});
  set_energy(record, {});
  check_success(record);
  return std::move(record);
}

}  // namespace mutlua
