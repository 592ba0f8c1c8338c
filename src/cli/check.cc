// SPDX-License-Identifier: MIT
#include "cli/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <tuple>

#include "base/error.h"
#include "cli/installed.h"
#include "cli/rehearsal.h"
#include "cli/script_check.h"
#include "cli/words.h"

namespace mutlua {
namespace {

/// "not valid JSON at line 3, column 7", or a path: "models.x.epochs: ...".
void place_json_fault(Fault& fault, const std::string& text) {
  const std::string mark = " at line ";
  const std::size_t at = fault.message.find(mark);
  if (at == std::string::npos)
    return place_in_json(fault, text, fault.message.substr(0, fault.message.find(": ")));
  if (std::sscanf(fault.message.c_str() + at, " at line %d, column %d", &fault.line,
                  &fault.column) != 2) {
    return;
  }
  const int column = fault.column;
  show_in(fault, text, " ");
  fault.column = column;
}

/// What reading JSON files said: "models.json: models.x: ...".
Fault json_fault(const Error& error, const std::vector<std::filesystem::path>& files) {
  Fault fault{.message = error.what()};
  for (const auto& file : files) {
    const std::string prefix = file.string() + ": ";
    if (!fault.message.starts_with(prefix)) continue;
    fault.file = file.string();
    fault.message = fault.message.substr(prefix.size());
    place_json_fault(fault, content_or_nothing(fault.file));
    return fault;
  }
  fault.file = files.front().string();
  return fault;
}

/// The design, with what its translation says; nothing if the settings are no settings.
std::optional<Design> design_from(const CommandLine& line, const Catalogue& catalogue,
                                  Findings& findings) {
  const bool settings = is_settings(line.run.script.string());
  try {
    Design design = design_of(line, catalogue);
    const std::string text = settings ? content_or_nothing(line.run.script.string()) : "";
    for (const Diagnostic& each : design.diagnostics) {
      Fault fault{.severity = each.severity, .file = line.run.script.string()};
      fault.message = each.where.empty() ? each.message : each.where + ": " + each.message;
      place_in_json(fault, text, each.where);
      findings.faults.push_back(std::move(fault));
    }
    return design;
  } catch (const Error& error) {
    if (error.fatal() || !settings) throw;
    findings.faults.push_back(json_fault(error, {line.run.script}));
    return std::nullopt;
  }
}

/// Whether a file holds models and no experiments.
bool is_catalogue(const std::filesystem::path& file) {
  if (!is_settings(file.string())) return false;
  try {
    const Json document = read_json(file);
    return document.is_object() && document.contains("models") && !document.contains("experiments");
  } catch (const Error&) {
    return false;  // said where the file is read as what it claims to be
  }
}

Findings findings_of(const CommandLine& line) {
  Findings findings;
  const bool alone = is_catalogue(line.run.script);
  const auto files = alone ? std::vector{line.run.script} : catalogue_files(line);
  Catalogue catalogue;
  try {
    catalogue = Catalogue::load(files);
  } catch (const Error& error) {
    if (error.fatal()) throw;
    findings.faults.push_back(json_fault(error, files));
    return findings;
  }
  if (alone) return findings;
  const std::optional<Design> design = design_from(line, catalogue, findings);
  if (design) check_script(line, *design, catalogue, findings);
  return findings;
}

std::string summary_of(const CommandLine& line, const Findings& findings) {
  const auto count =
      std::count_if(findings.faults.begin(), findings.faults.end(),
                    [](const Fault& fault) { return fault.severity != DiagnosticKind::note; });
  if (count > 0) return fmt::format("{} fault{}", count, count == 1 ? "" : "s");
  std::string trials;
  if (findings.trials.value_or(0) > 0)
    trials = fmt::format("; the rehearsal came to {} trial{}", *findings.trials,
                         *findings.trials == 1 ? "" : "s");
  return fmt::format("{}: no faults{}", line.run.script.string(), trials);
}

}  // namespace

int check_file(const CommandLine& original) {
  CommandLine line = rehearsed(original);
  line.json = true;  // what the script prints is no finding
  Findings findings = findings_of(line);
  std::stable_sort(findings.faults.begin(), findings.faults.end(),
                   [](const Fault& a, const Fault& b) {
                     return std::tie(a.file, a.line) < std::tie(b.file, b.line);
                   });
  if (original.json) {
    Json list = Json::array();
    for (const Fault& fault : findings.faults) list.push_back(to_json(fault));
    fmt::print("{}\n", pretty_text({{"file", line.run.script.string()},
                                    {"clean", findings.clean()},
                                    {"trials", findings.trials ? Json(*findings.trials) : Json()},
                                    {"faults", list}}));
  } else {
    for (const Fault& fault : findings.faults) fmt::print("{}", text_of(fault));
    fmt::print("{}\n", summary_of(line, findings));
  }
  return findings.clean() ? 0 : 2;
}

}  // namespace mutlua
