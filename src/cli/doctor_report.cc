// SPDX-License-Identifier: MIT
#include "cli/doctor_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/text.h"

namespace mutlua {
namespace {

using State = Finding::State;
constexpr int kMostColumns = 110;
constexpr int kStateColumns = 7;

std::size_t count(const Findings& findings, State state) {
  return static_cast<std::size_t>(std::count_if(
      findings.begin(), findings.end(), [&](const Finding& each) { return each.state == state; }));
}

std::string painted(State state, const TerminalStyle& style) {
  const std::string word = fmt::format("{:{}}", to_text(state), kStateColumns);
  if (!style.colour) return word;
  const char* code = state == State::ok ? "32" : state == State::warn ? "33" : "31";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, word);
}

std::string fact(const Json& machine, const char* key) {
  return machine.contains(key) && machine.at(key).is_string() ? machine.at(key).get<std::string>()
                                                              : "?";
}

std::string heading(const Json& machine) {
  return printable(fmt::format("{}, Linux {}, {}", fact(machine, "host"), fact(machine, "kernel"),
                               fact(machine, "cpu_model"))) +
         "\n";
}

std::string plural(std::size_t number, const char* what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

}  // namespace

Json doctor_document(const Findings& findings, const Json& machine) {
  Json document = {{"machine", machine},
                   {"errors", count(findings, State::error)},
                   {"warnings", count(findings, State::warn)},
                   {"findings", Json::array()}};
  for (const Finding& each : findings) {
    document["findings"].push_back({{"area", each.area},
                                    {"name", each.name},
                                    {"state", to_text(each.state)},
                                    {"text", each.text},
                                    {"remedy", each.remedy.empty() ? Json() : Json(each.remedy)},
                                    {"detail", each.detail}});
  }
  return document;
}

std::string doctor_text(const Findings& findings, const Json& machine, const TerminalStyle& style) {
  int widest = 0;
  for (const Finding& each : findings) widest = std::max(widest, display_width(each.name));
  const int indent = 2 + kStateColumns + widest + 2;
  const int columns = std::max(indent + 30, std::min(style.columns, kMostColumns));
  const std::string blanks(static_cast<std::size_t>(indent), ' ');
  std::string text = heading(machine);
  std::string area;
  for (const Finding& each : findings) {
    if (each.area != area) text += "\n" + each.area + "\n";
    area = each.area;
    const auto padding = static_cast<std::size_t>(widest - display_width(each.name) + 2);
    text += "  " + painted(each.state, style) + printable(each.name) + std::string(padding, ' ') +
            wrapped(each.text, indent, columns) + "\n";
    if (!each.remedy.empty())
      text += blanks + "> " + wrapped(each.remedy, indent + 2, columns) + "\n";
  }
  return text + fmt::format("\n{}, {}\n", plural(count(findings, State::error), "error"),
                            plural(count(findings, State::warn), "warning"));
}

}  // namespace mutlua
