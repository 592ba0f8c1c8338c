// SPDX-License-Identifier: MIT
#include "energy/window.h"

namespace mutlua {
namespace {

Json domain_json(const DomainEnergy& domain) {
  Json json = {{"id", domain.info.id}, {"scope", domain.info.scope}, {"joules", nullptr}};
  if (domain.joules) json["joules"] = domain.joules->value;
  if (!domain.reason.empty()) json["reason"] = domain.reason;
  json["evidence"] = domain.info.evidence;
  json["method"] = "counter";
  json["readings"] = domain.readings;
  json["errors"] = domain.errors;
  json["wraps"] = domain.wraps;
  return json;
}

Json domain_list(const Window& window) {
  Json list = Json::array();
  for (const DomainEnergy& domain : window.domains) list.push_back(domain_json(domain));
  return list;
}

Json mark_list(const Window& window) {
  Json list = Json::array();
  for (const WindowMark& mark : window.marks) {
    list.push_back({{"label", mark.label}, {"seconds", (mark.at - window.begin).count()}});
    if (mark.cpu) list.back()["cpu_joules"] = mark.cpu->value;
  }
  return list;
}

Json number_or_null(std::optional<Joules> joules) {
  return joules ? Json(joules->value) : Json(nullptr);
}

}  // namespace

std::optional<Joules> Window::scope(const std::string& name) const {
  std::optional<Joules> sum;
  for (const DomainEnergy& domain : domains) {
    if (domain.info.scope != name) continue;
    if (!domain.joules) return std::nullopt;
    sum = sum.value_or(Joules{}) + *domain.joules;
  }
  return sum;
}

std::optional<Joules> Window::cpu(std::string* why) const {
  const auto because = [why](const std::string& reason) {
    if (why != nullptr) *why = reason;
    return std::nullopt;
  };
  if (!unavailable.cpu.empty()) return because(unavailable.cpu);
  Joules sum;
  for (const DomainEnergy& domain : domains) {
    if (!domain.joules) return because(domain.info.id + ": " + domain.reason);
    sum = sum + *domain.joules;
  }
  return sum;
}

Json reading_of(const Window& window) {
  Json reading = Json::object();
  Json reasons = Json::object();
  std::string cpu_reason;
  const std::optional<Joules> cpu = window.cpu(&cpu_reason);
  reading["seconds"] = window.duration().count();
  if (cpu) reading["cpu_joules"] = cpu->value;
  if (!cpu) reasons["cpu_joules"] = cpu_reason;
  reasons["gpu_joules"] = window.unavailable.gpu;
  reasons["total_joules"] = "gpu_joules is unknown";
  reading["reasons"] = reasons;
  reading["detail"] = {{"domains", domain_list(window)}, {"marks", mark_list(window)}};
  return reading;
}

Json energy_record(const Window& window) {
  Json record = Json::object();
  std::string reason;
  const std::optional<Joules> cpu = window.cpu(&reason);
  record["seconds"] = window.duration().count();
  record["cpu"] = nullptr;
  if (!window.domains.empty()) {
    record["cpu"] = {{"gross_joules", number_or_null(cpu)},
                     {"package_joules", number_or_null(window.scope("package"))},
                     {"dram_joules", number_or_null(window.scope("dram"))},
                     {"domains", domain_list(window)}};
  }
  if (!cpu) record["cpu_unavailable"] = reason;
  record["marks"] = mark_list(window);
  record["gpus"] = Json::array();
  record["gpu_unavailable"] = window.unavailable.gpu;
  record["total_joules"] = nullptr;
  record["total_unavailable"] = "gpu_joules is unknown";
  return record;
}

}  // namespace mutlua
