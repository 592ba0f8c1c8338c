// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/fields.h"
#include "energy/trace.h"

namespace mutlua {
namespace {

constexpr double kLongestPeriod = 3600;

Json or_null(const std::optional<Watts>& power) {
  return power ? Json(power->value) : Json(nullptr);
}

template <class Value>
Json or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json domain_json(const DomainInfo& info) {
  return {{"id", info.id},
          {"scope", info.scope},
          {"kind", "counter"},
          {"joules_per_unit", info.joules_per_unit},
          {"modulus", or_null(info.modulus)},
          {"update_period_seconds", info.update_period.count()},
          {"most_power_watts", info.most_power.value},
          {"evidence", info.evidence}};
}

Seconds period(Fields& fields, const std::string& name, Seconds otherwise) {
  const double seconds = fields.number(name).value_or(otherwise.count());
  if (seconds < 0 || seconds > kLongestPeriod) fields.fail(name, "expected 0 to 3600 seconds");
  return Seconds(seconds);
}

DomainInfo domain_info(const Json& json, const std::string& where) {
  Fields fields(json, where, ErrorKind::usage);
  DomainInfo info;
  info.id = fields.require_text("id");
  info.scope = fields.require_text("scope");
  info.joules_per_unit = fields.number("joules_per_unit").value_or(0);
  const Json* modulus = fields.find("modulus");
  if (modulus != nullptr && modulus->is_number_unsigned() && *modulus > 0)
    info.modulus = modulus->get<std::uint64_t>();
  info.update_period = period(fields, "update_period_seconds", Seconds(0));
  info.most_power = Watts{fields.number("most_power_watts").value_or(info.most_power.value)};
  info.evidence = fields.text("evidence").value_or(info.evidence);
  return info;
}

Json gpu_json(const GpuInfo& info, bool assigned) {
  return {{"index", info.index},
          {"uuid", info.uuid},
          {"name", info.name},
          {"pci", info.pci},
          {"scope", info.scope},
          {"driver", info.driver},
          {"memory_bytes", info.memory_bytes == 0 ? Json(nullptr) : Json(info.memory_bytes)},
          {"assigned", assigned},
          {"counter", info.counter},
          {"samples", info.samples},
          {"average", info.average},
          {"counter_period_seconds", info.counter_period.count()},
          {"sample_period_seconds", info.sample_period.count()},
          {"average_period_seconds", info.average_period.count()},
          {"average_window_seconds", info.average_window.count()},
          {"timing", info.timing},
          {"power_limit_watts", or_null(info.power_limit)},
          {"default_power_limit_watts", or_null(info.default_power_limit)},
          {"persistence", or_null(info.persistence)},
          {"mig", or_null(info.mig)},
          {"compute_mode", or_null(info.compute_mode)}};
}

std::optional<Watts> watts(Fields& fields, const std::string& name) {
  const auto value = fields.number(name);
  return value ? std::optional(Watts{*value}) : std::nullopt;
}

GpuInfo gpu_info(const Json& json, const std::string& where) {
  Fields fields(json, where, ErrorKind::usage);
  GpuInfo info;
  info.index = static_cast<int>(fields.integer("index").value_or(0));
  info.uuid = fields.require_text("uuid");
  info.name = fields.text("name").value_or("");
  info.pci = fields.text("pci").value_or("");
  info.scope = fields.text("scope").value_or(info.scope);
  info.driver = fields.text("driver").value_or("");
  info.memory_bytes = fields.integer("memory_bytes").value_or(0);
  info.counter = fields.boolean("counter").value_or(false);
  info.samples = fields.boolean("samples").value_or(false);
  info.average = fields.boolean("average").value_or(false);
  info.counter_period = period(fields, "counter_period_seconds", info.counter_period);
  info.sample_period = period(fields, "sample_period_seconds", info.sample_period);
  info.average_period = period(fields, "average_period_seconds", info.average_period);
  info.average_window = period(fields, "average_window_seconds", info.average_window);
  info.timing = fields.text("timing").value_or(info.timing);
  info.power_limit = watts(fields, "power_limit_watts");
  info.default_power_limit = watts(fields, "default_power_limit_watts");
  info.persistence = fields.boolean("persistence");
  info.mig = fields.boolean("mig");
  info.compute_mode = fields.text("compute_mode");
  return info;
}

const char* kind_text(GaugeInfo::Kind kind) {
  switch (kind) {
    case GaugeInfo::Kind::level:
      return "level";
    case GaugeInfo::Kind::total:
      return "total";
    case GaugeInfo::Kind::bits:
      return "bits";
  }
  return "level";
}

Json gauges_json(const std::vector<GaugeInfo>& gauges) {
  Json list = Json::array();
  for (const GaugeInfo& info : gauges)
    list.push_back({{"column", info.column}, {"kind", kind_text(info.kind)}});
  return list;
}

std::vector<GaugeInfo> gauges_of(const Json& list, const std::string& where) {
  std::vector<GaugeInfo> gauges;
  for (const Json& json : list) {
    Fields fields(json, where, ErrorKind::usage);
    const std::string kind = fields.require_text("kind");
    gauges.push_back({.column = fields.require_text("column"),
                      .kind = kind == "total"  ? GaugeInfo::Kind::total
                              : kind == "bits" ? GaugeInfo::Kind::bits
                                               : GaugeInfo::Kind::level});
  }
  return gauges;
}

Severity severity_of(const std::string& text) {
  if (text == "error") return Severity::error;
  return text == "warn" ? Severity::warn : Severity::info;
}

Flag flag_of(const Json& json) {
  Fields fields(json, "sources.json: notes", ErrorKind::usage);
  return {.id = fields.require_text("id"),
          .severity = severity_of(fields.require_text("severity")),
          .value = fields.number("value"),
          .threshold = fields.number("threshold"),
          .when = fields.text("when").value_or(""),
          .detail = fields.text("detail").value_or("")};
}

}  // namespace

Json to_json(const TraceHeader& header) {
  Json json = {{"schema_version", 1}, {"domains", Json::array()}, {"gpus", Json::array()}};
  for (const DomainInfo& info : header.domains) json["domains"].push_back(domain_json(info));
  for (std::size_t i = 0; i < header.gpus.size(); ++i)
    json["gpus"].push_back(gpu_json(header.gpus[i], header.assigned[i]));
  json["fast"] = gauges_json(header.fast);
  json["slow"] = gauges_json(header.slow);
  json["tick_period_seconds"] = header.tick_period.count();
  json["cpu_unavailable"] = header.unavailable.cpu;
  json["gpu_unavailable"] = header.unavailable.gpu;
  json["notes"] = Json::array();
  for (const Flag& flag : header.notes) json["notes"].push_back(to_json(flag));
  json["facts"] = header.facts;
  return json;
}

TraceHeader trace_header(const Json& json) {
  Fields fields(json, "sources.json", ErrorKind::usage);
  TraceHeader header;
  for (const Json& domain : fields.require("domains"))
    header.domains.push_back(domain_info(domain, "sources.json: domains"));
  for (const Json& gpu : fields.require("gpus")) {
    header.gpus.push_back(gpu_info(gpu, "sources.json: gpus"));
    header.assigned.push_back(gpu.value("assigned", true));
  }
  header.fast = gauges_of(fields.require("fast"), "sources.json: fast");
  header.slow = gauges_of(fields.require("slow"), "sources.json: slow");
  header.tick_period = period(fields, "tick_period_seconds", header.tick_period);
  header.unavailable = {.cpu = fields.text("cpu_unavailable").value_or(""),
                        .gpu = fields.text("gpu_unavailable").value_or("")};
  for (const Json& note : fields.require("notes")) header.notes.push_back(flag_of(note));
  header.facts = fields.require("facts");
  return header;
}

}  // namespace mutlua
