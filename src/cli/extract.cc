// SPDX-License-Identifier: MIT
#include "cli/extract.h"

#include <fmt/format.h>

#include <cmath>

#include "base/error.h"
#include "cli/extracted_log.h"
#include "cli/installed.h"
#include "cli/text.h"
#include "training/catalogue.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

constexpr int kColumns = 100;

/// The record beside the log; null without one.
Json record_beside(const fs::path& log) {
  const fs::path file = fs::absolute(log).parent_path() / "experiment.json";
  return fs::exists(file) ? read_json(file) : Json(nullptr);
}

/// What the record says of the log's training.
Json training_of(const Json& record) {
  return record.is_object() && record.contains("foreground") ? record.at("foreground") : record;
}

/// Whether `run --simulate` wrote the log.
bool is_simulated(const Json& record) {
  return record.is_object() && record.contains("simulated") && record.at("simulated") == true;
}

std::string text_at(const Json& object, const char* key) {
  if (!object.is_object() || !object.contains(key) || !object.at(key).is_string()) return "";
  return object.at(key);
}

std::string model_name(const CommandLine& line, const Json& training) {
  if (!line.model.empty()) return line.model;
  const std::string repository = text_at(training, "repository");
  const std::string model = text_at(training, "model");
  if (!repository.empty() && !model.empty()) return repository + "/" + model;
  throw Error(ErrorKind::usage,
              fmt::format("whose log {} is, no experiment.json beside it tells; name the model: "
                          "mutlua extract --model REPOSITORY/MODEL {}",
                          line.log.string(), line.log.string()));
}

/// Of a trial that mutlua measured.
std::optional<int> recorded_exit_status(const Json& training) {
  const Json::json_pointer place("/outcome/exit_code");
  if (!training.is_object() || !training.contains(place)) return std::nullopt;
  const Json& status = training.at(place);
  return status.is_number_integer() ? std::optional(status.get<int>()) : std::nullopt;
}

Json as_object(const MetricValues& values) {
  Json object = Json::object();
  for (const auto& [name, value] : values) object[name] = value;
  return object;
}

Json as_object(const std::vector<LegacyMetric>& metrics) {
  Json object = Json::object();
  for (const LegacyMetric& metric : metrics) {
    object[metric.name] = std::isfinite(*metric.value) ? Json(*metric.value) : Json(nullptr);
  }
  return object;
}

Json epochs_json(const std::vector<Epoch>& epochs) {
  Json list = Json::array();
  for (const Epoch& epoch : epochs) {
    list.push_back({{"index", epoch.index}, {"metrics", as_object(epoch.metrics)}});
  }
  return list;
}

void print_json(const ExtractedLog& log, bool simulated) {
  const OwnVerdict own = own_verdict(log);
  Json differences = Json::array();
  for (const RuleDifference& each : rule_differences(log)) {
    differences.push_back({{"about", each.about}, {"why", each.why}});
  }
  const Json document = {
      {"model", log.model.name},
      {"simulated", simulated},
      {"verdict",
       {{"success", own.success ? Json(*own.success) : Json(nullptr)}, {"reason", own.reason}}},
      {"exit_status", log.exit_status ? Json(*log.exit_status) : Json(nullptr)},
      {"metrics", as_object(log.own.metrics())},
      {"epochs", epochs_json(log.own.epochs())},
      {"legacy",
       {{"success", log.old.verdict().success},
        {"message", log.old.verdict().message},
        {"metrics", as_object(kept_metrics(log))}}},
      {"differences", differences}};
  fmt::print("{}\n", pretty_text(document));
}

std::string number_shown(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : "none";
}

std::string verdict_shown(const std::optional<bool>& success) {
  return !success ? "unknown" : *success ? "success" : "failure";
}

void print_text(const ExtractedLog& log) {
  const OwnVerdict own = own_verdict(log);
  const LegacyVerdict& old = log.old.verdict();
  std::vector<std::vector<std::string>> rows{
      {log.model.name, "mutlua", "old tool"},
      {"verdict", verdict_shown(own.success), verdict_shown(old.success)}};
  for (const LegacyMetric& metric : log.old.metrics()) {
    rows.push_back({metric.name, number_shown(log.own.metric(metric.name)),
                    number_shown(old.success ? metric.value : std::nullopt)});
  }
  const std::string epochs = log.model.epoch ? std::to_string(log.own.epochs().size()) : "unknown";
  rows.push_back({"epochs", epochs, ""});
  fmt::print("{}\nmutlua: {}\nold tool: {}\n", table_text(rows), wrapped(own.reason, 8, kColumns),
             printable(old.message));
  for (const RuleDifference& each : rule_differences(log)) {
    fmt::print("\n{}: {}\n", each.about,
               wrapped(each.why, static_cast<int>(each.about.size()) + 2, kColumns));
  }
}

}  // namespace

int extract_log(const CommandLine& line) {
  const Json record = record_beside(line.log);
  const Json training = training_of(record);
  const Catalogue catalogue = Catalogue::load(catalogue_files(line));
  ExtractedLog log = read_log(line.log, catalogue.find(model_name(line, training)));
  if (!log.exit_status) log.exit_status = recorded_exit_status(training);
  if (line.exit_status) log.exit_status = line.exit_status;
  const bool simulated = is_simulated(record);
  if (simulated && !line.json) fmt::print("SIMULATED: no training wrote this log\n\n");
  line.json ? print_json(log, simulated) : print_text(log);
  return 0;
}

}  // namespace mutlua
