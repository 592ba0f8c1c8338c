// SPDX-License-Identifier: MIT
#include "cli/measure_report.h"

#include <fmt/format.h>

#include <functional>
#include <map>

#include "cli/spread.h"
#include "energy/window_json.h"
#include "store/time_text.h"

namespace mutlua {
namespace {

using Value = std::optional<double>;

std::optional<Joules> joules_of(const Window& window, const std::string& part, std::string* why) {
  if (part == "gpu") return window.gpu(why);
  if (part == "cpu") return window.cpu(why);
  return window.total(why);
}

/// One column of the summary.
struct Quantity {
  const char* name;
  std::function<Value(const MeasuredRun&, std::string* why)> of;
};

Quantity energy_quantity(const char* name, const char* part) {
  return {name, [part](const MeasuredRun& run, std::string* why) -> Value {
            const auto joules = joules_of(run.window, part, why);
            return joules ? Value(joules->value) : std::nullopt;
          }};
}

Quantity power_quantity(const char* name, const char* part) {
  return {name, [part](const MeasuredRun& run, std::string* why) -> Value {
            const auto joules = joules_of(run.window, part, why);
            return joules ? Value((*joules / run.window.duration()).value) : std::nullopt;
          }};
}

const std::vector<Quantity>& quantities() {
  static const std::vector<Quantity> all = {
      {"seconds", [](const MeasuredRun& run, std::string*) { return Value(run.duration.count()); }},
      energy_quantity("gpu_joules", "gpu"),
      energy_quantity("cpu_joules", "cpu"),
      energy_quantity("total_joules", "total"),
      power_quantity("gpu_watts", "gpu"),
      power_quantity("cpu_watts", "cpu"),
      power_quantity("total_watts", "total")};
  return all;
}

/// The runs that the summary is of.
std::vector<const MeasuredRun*> counted(const MeasuredRuns& runs) {
  std::vector<const MeasuredRun*> chosen;
  for (const MeasuredRun& run : runs.runs) {
    if (run.succeeded()) chosen.push_back(&run);
  }
  if (chosen.empty() && !runs.runs.empty()) chosen.push_back(&runs.runs.back());
  return chosen;
}

Json run_json(const MeasuredRun& run) {
  Json json = {{"number", run.number},
               {"started", utc_text(run.started)},
               {"exit_code", run.exit.exit_code ? Json(*run.exit.exit_code) : Json(nullptr)},
               {"signal", run.exit.signal ? Json(*run.exit.signal) : Json(nullptr)},
               {"interrupted", run.interrupted}};
  for (const Quantity& each : quantities()) {
    std::string why;
    const Value value = each.of(run, &why);
    json[each.name] = value ? Json(*value) : Json(nullptr);
  }
  json["window_seconds"] = run.window.duration().count();
  json["cpu_time_seconds"] = run.exit.cpu_time.count();
  json["peak_memory_bytes"] = run.exit.peak_memory_bytes;
  json["strays"] = run.exit.strays;
  json["flags"] = Json::array();
  for (const Flag& flag : run.flags) json["flags"].push_back(to_json(flag));
  json["energy"] = energy_record(run.window);
  return json;
}

/// Each flag once, with the runs that raised it.
Json flags_json(const std::vector<const MeasuredRun*>& runs) {
  std::map<std::pair<std::string, std::string>, Json> found;
  std::vector<std::pair<std::string, std::string>> order;
  for (const MeasuredRun* run : runs) {
    for (const Flag& flag : run->flags) {
      const std::pair key(flag.id, to_text(flag.severity));
      if (!found.contains(key)) {
        order.push_back(key);
        found[key] = to_json(flag);
        found[key]["runs"] = Json::array();
      }
      if (found[key]["runs"].empty() || found[key]["runs"].back() != run->number)
        found[key]["runs"].push_back(run->number);
    }
  }
  Json list = Json::array();
  for (const auto& key : order) list.push_back(found[key]);
  return list;
}

Flag shared_machine() {
  return {.id = "machine.shared",
          .severity = Severity::warn,
          .value = {},
          .threshold = {},
          .when = "during",
          .detail = "a study measured on this machine at the same time"};
}

/// The two verdicts of a series: that of its worst run.
Json quality_json(const std::vector<const MeasuredRun*>& runs, const MeasureContext& context) {
  Flags energy;
  Flags performance;
  bool known = false;
  for (const MeasuredRun* run : runs) {
    energy.insert(energy.end(), run->flags.begin(), run->flags.end());
    known = known || run->window.cpu() || run->window.gpu();
  }
  if (context.shared) energy.push_back(shared_machine());
  for (const Flag& flag : energy) {
    if (flag.performance || flag.id == "machine.shared") performance.push_back(flag);
  }
  Json json = {{"energy", known ? Json(verdict_of(energy)) : Json(nullptr)},
               {"performance", verdict_of(performance)},
               {"flags", flags_json(runs)}};
  if (context.shared) json["flags"].push_back(to_json(shared_machine()));
  return json;
}

Json sources_json(const std::vector<const MeasuredRun*>& runs) {
  Json json = {{"cpu", Json::array()}, {"gpus", Json::array()}};
  if (runs.empty()) return json;
  for (const DomainEnergy& domain : runs.back()->window.domains) {
    json["cpu"].push_back({{"id", domain.info.id}, {"evidence", domain.info.evidence}});
  }
  for (const GpuEnergy& gpu : runs.back()->window.gpus) {
    json["gpus"].push_back({{"index", gpu.info.index},
                            {"uuid", gpu.info.uuid},
                            {"name", gpu.info.name},
                            {"assigned", gpu.assigned},
                            {"method", to_text(gpu.method)},
                            {"scope", gpu.info.scope}});
  }
  return json;
}

void add_summary(Json& document, const std::vector<const MeasuredRun*>& runs) {
  document["summary"] = Json::object();
  document["unavailable"] = Json::object();
  for (const Quantity& each : quantities()) {
    std::vector<double> values;
    std::string why = "no run was measured";
    for (const MeasuredRun* run : runs) {
      if (const Value value = each.of(*run, &why)) values.push_back(*value);
    }
    document["summary"][each.name] = to_json(spread_of(values));
    if (values.size() < runs.size() || runs.empty()) document["unavailable"][each.name] = why;
  }
}

}  // namespace

Json measure_document(const MeasuredRuns& runs, const MeasureContext& context) {
  const std::vector<const MeasuredRun*> chosen = counted(runs);
  Json document = {{"command", context.command}, {"warmups", runs.warmups}};
  document["runs"] = Json::array();
  for (const MeasuredRun& run : runs.runs) document["runs"].push_back(run_json(run));
  add_summary(document, chosen);
  document["quality"] = quality_json(chosen, context);
  document["sources"] = sources_json(chosen);
  document["ended_early"] = runs.ended.empty() ? Json(nullptr) : Json(runs.ended);
  document["status"] = runs.status;
  document["shared_machine"] = context.shared;
  document["containment"] = context.containment;
  document["facts"] = context.facts;
  return document;
}

}  // namespace mutlua
