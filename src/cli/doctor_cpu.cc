// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "cli/doctor_checks.h"

namespace mutlua {
namespace {

constexpr const char* kArea = "CPU energy";

std::string text_of(const Json& object, const char* key) {
  return object.contains(key) && object.at(key).is_string() ? object.at(key).get<std::string>()
                                                            : "";
}

std::string domains_of(const Json& interface) {
  std::string text;
  for (const Json& domain : interface.at("domains"))
    text += (text.empty() ? "" : ", ") + domain.get<std::string>();
  return text;
}

/// A sensor that is there but closed can be opened; one that the machine lacks cannot be had.
Finding::State severity(const MachineState& state, const std::string& remedy) {
  const bool lacking = state.hypervisor.value_or(false) || remedy.starts_with("nothing");
  return lacking ? Finding::State::warn : Finding::State::error;
}

Finding interface_finding(const Json& interface, bool any, const MachineState& state) {
  Finding finding{.area = kArea,
                  .name = text_of(interface, "interface"),
                  .state = Finding::State::ok,
                  .text = {},
                  .remedy = {},
                  .detail = interface};
  if (interface.at("used").get<bool>()) {
    finding.text = "used: " + domains_of(interface);
  } else if (interface.at("usable").get<bool>()) {
    finding.text = "works, but is not needed: " + domains_of(interface);
  } else if (any) {
    finding.text = "not needed: " + text_of(interface, "why");
  } else {
    finding.text = text_of(interface, "why");
    finding.remedy = text_of(interface, "remedy");
    finding.state = severity(state, finding.remedy);
  }
  return finding;
}

}  // namespace

Findings check_cpu(const Sensors& sensors, const MachineState& state) {
  Findings findings;
  const bool any = !sensors.cpu.empty();
  for (const Json& interface : sensors.facts.at("cpu").at("interfaces"))
    findings.push_back(interface_finding(interface, any, state));
  for (const Flag& note : sensors.notes) {
    if (!note.id.starts_with("rapl.")) continue;
    findings.push_back({.area = kArea,
                        .name = note.id,
                        .state = Finding::State::warn,
                        .text = note.detail,
                        .remedy = {},
                        .detail = to_json(note)});
  }
  return findings;
}

}  // namespace mutlua
