// SPDX-License-Identifier: MIT
#include "cli/measure_report.h"

#include <fmt/format.h>

#include <functional>
#include <map>

#include "cli/spread.h"
#include "cli/text.h"
#include "energy/window_json.h"
#include "store/command_script.h"
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
  const char* label;
  std::function<Value(const MeasuredRun&, std::string* why)> of;
};

Quantity energy_quantity(const char* name, const char* label, const char* part) {
  return {name, label, [part](const MeasuredRun& run, std::string* why) -> Value {
            const auto joules = joules_of(run.window, part, why);
            return joules ? Value(joules->value) : std::nullopt;
          }};
}

Quantity power_quantity(const char* name, const char* label, const char* part) {
  return {name, label, [part](const MeasuredRun& run, std::string* why) -> Value {
            const auto joules = joules_of(run.window, part, why);
            return joules ? Value((*joules / run.window.duration()).value) : std::nullopt;
          }};
}

const std::vector<Quantity>& quantities() {
  static const std::vector<Quantity> all = {
      {"seconds", "time, s",
       [](const MeasuredRun& run, std::string*) { return Value(run.duration.count()); }},
      energy_quantity("gpu_joules", "GPU, J", "gpu"),
      energy_quantity("cpu_joules", "CPU, J", "cpu"),
      energy_quantity("total_joules", "total, J", "total"),
      power_quantity("gpu_watts", "GPU, W", "gpu"),
      power_quantity("cpu_watts", "CPU, W", "cpu"),
      power_quantity("total_watts", "total, W", "total")};
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

std::string command_text(const Json& words) {
  std::string text;
  for (const Json& word : words) {
    text += (text.empty() ? "" : " ") + shell_quote(word.get<std::string>());
  }
  return printable(text);
}

std::string summary_table(const Json& summary) {
  std::vector<std::vector<std::string>> rows{{"", "mean", "sd", "min", "max", "runs"}};
  for (const Quantity& each : quantities()) {
    const Json& spread = summary.at(each.name);
    if (spread.is_null()) continue;
    const auto figure = [&](const char* key) {
      return spread.at(key).is_null() ? "" : figure_text(spread.at(key).get<double>());
    };
    rows.push_back({each.label, figure("mean"), figure("sd"), figure("min"), figure("max"),
                    std::to_string(spread.at("n").get<int>())});
  }
  return rows.size() == 1 ? "" : table_text(rows);
}

std::string unknown_text(const Json& unavailable, int columns) {
  std::string text;
  for (const auto& [name, label] : {std::pair("gpu_joules", "GPU"), std::pair("cpu_joules", "CPU"),
                                    std::pair("total_joules", "total")}) {
    if (unavailable.contains(name)) {
      const std::string why = unavailable.at(name).get<std::string>();
      text += wrapped(fmt::format("{} energy is unknown: {}", label, why), 2, columns) + "\n";
    }
  }
  return text;
}

std::string quality_text(const Json& quality, int columns) {
  const auto verdict = [&](const char* of) {
    return quality.at(of).is_null() ? "not measured" : quality.at(of).get<std::string>();
  };
  std::string text = fmt::format("quality: energy {}, performance {}\n", verdict("energy"),
                                 verdict("performance"));
  for (const Json& flag : quality.at("flags")) {
    if (flag.at("id") == "source.missing") continue;  // was said above
    const std::string detail = fmt::format("{}: {}", flag.at("id").get<std::string>(),
                                           flag.at("detail").get<std::string>());
    text += fmt::format("  {:5}  {}\n", flag.at("severity").get<std::string>(),
                        wrapped(detail, 9, columns));
  }
  return text;
}

std::string sources_text(const Json& sources) {
  std::string text;
  for (const Json& gpu : sources.at("gpus")) {
    if (!gpu.at("assigned").get<bool>()) continue;
    text += fmt::format("{}GPU {} ({}) by {}", text.empty() ? "" : "; ", gpu.at("index").get<int>(),
                        printable(gpu.at("name").get<std::string>()),
                        gpu.at("method").get<std::string>());
  }
  for (const Json& domain : sources.at("cpu")) {
    text += (text.empty() ? "" : "; ") + printable(domain.at("id").get<std::string>());
  }
  return text.empty() ? "" : "measured with: " + text + "\n";
}

std::string heading(const Json& document) {
  const std::size_t runs = document.at("runs").size();
  const int warmups = document.at("warmups").get<int>();
  std::string text = fmt::format("{}: {} {}", command_text(document.at("command")), runs,
                                 runs == 1 ? "run" : "runs");
  if (warmups > 0) text += fmt::format(" after {} to warm up", warmups);
  return text + "\n";
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

std::string measure_text(const Json& document, int columns) {
  std::string text = heading(document);
  const std::string table = summary_table(document.at("summary"));
  if (!table.empty()) text += "\n" + table + "\n";
  text += unknown_text(document.at("unavailable"), columns);
  text += quality_text(document.at("quality"), columns);
  text += sources_text(document.at("sources"));
  if (!document.at("ended_early").is_null())
    text += printable(document.at("ended_early").get<std::string>()) + "\n";
  return text;
}

std::string run_text(const MeasuredRun& run, int of) {
  std::string text = fmt::format("run {} of {}: {}", run.number, of, duration_text(run.duration));
  const auto add = [&](const char* label, const std::optional<Joules>& joules) {
    if (joules) text += fmt::format(", {} {} J", label, figure_text(joules->value));
  };
  add("GPU", run.window.gpu());
  add("CPU", run.window.cpu());
  return text;
}

}  // namespace mutlua
