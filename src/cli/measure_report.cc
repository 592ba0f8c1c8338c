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

std::vector<const MeasuredRun*> all_of(const MeasuredRuns& runs) {
  std::vector<const MeasuredRun*> all;
  for (const MeasuredRun& run : runs.runs) all.push_back(&run);
  return all;
}

/// The runs that the summary is of.
std::vector<const MeasuredRun*> counted(const MeasuredRuns& runs) {
  std::vector<const MeasuredRun*> chosen = all_of(runs);
  std::erase_if(chosen, [](const MeasuredRun* run) { return !run->succeeded(); });
  return chosen;
}

/// Those that concern what the command achieved.
Flags performance_flags(const Flags& flags) {
  Flags chosen = flags;
  std::erase_if(chosen, [](const Flag& flag) { return !flag.performance; });
  return chosen;
}

bool is_known(const MeasuredRun& run) { return run.window.cpu() || run.window.gpu(); }

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
  json["quality"] = {{"energy", is_known(run) ? Json(verdict_of(run.flags)) : Json(nullptr)},
                     {"performance", verdict_of(performance_flags(run.flags))}};
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
          .detail = "a study measured on this machine at the same time",
          .performance = true};
}

/// The two verdicts of a series: that of its worst run.
Json quality_json(const std::vector<const MeasuredRun*>& runs, const MeasureContext& context) {
  Flags flags;
  bool known = false;
  for (const MeasuredRun* run : runs) {
    flags.insert(flags.end(), run->flags.begin(), run->flags.end());
    known = known || is_known(*run);
  }
  if (context.shared) flags.push_back(shared_machine());
  Json json = {{"energy", known ? Json(verdict_of(flags)) : Json(nullptr)},
               {"performance", verdict_of(performance_flags(flags))},
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

/// `runs`: those that succeeded. `otherwise`: why nothing is known if there are none.
void add_summary(Json& document, const std::vector<const MeasuredRun*>& runs,
                 const std::string& otherwise) {
  document["summary"] = Json::object();
  document["unavailable"] = Json::object();
  for (const Quantity& each : quantities()) {
    std::vector<double> values;
    std::string why = otherwise;
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
  Json document = {{"command", context.command},
                   {"asked", context.asked},
                   {"succeeded", chosen.size()},
                   {"warmups", runs.warmups}};
  document["runs"] = Json::array();
  for (const MeasuredRun& run : runs.runs) document["runs"].push_back(run_json(run));
  add_summary(document, chosen, runs.runs.empty() ? "no run was measured" : "no run succeeded");
  document["quality"] = quality_json(all_of(runs), context);
  document["sources"] = sources_json(all_of(runs));
  document["ended_early"] = runs.ended.empty() ? Json(nullptr) : Json(runs.ended);
  document["status"] = runs.status;
  document["shared_machine"] = context.shared;
  document["containment"] = context.containment;
  document["facts"] = context.facts;
  return document;
}

}  // namespace mutlua
