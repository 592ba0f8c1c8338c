// SPDX-License-Identifier: MIT
#include "cli/import_results.h"

#include <fmt/format.h>

#include <cstdio>
#include <map>

#include "cli/text.h"
#include "legacy/import.h"

namespace mutlua {
namespace {

using Row = std::vector<std::string>;

constexpr int kWidestReason = 72;  // columns; --json has all of it

void warn(const std::string& message) { fmt::print(stderr, "warning: {}\n", printable(message)); }

struct Counts {
  std::size_t imported = 0;
  std::size_t repaired = 0;
  std::size_t flagged = 0;
};

void count(Counts& counts, const ImportedTrial& trial) {
  ++counts.imported;
  if (!trial.repairs.empty()) ++counts.repaired;
  if (!trial.flags.empty()) ++counts.flagged;
}

Counts counts_of(const ImportReport& report) {
  Counts counts;
  for (const ImportedTrial& trial : report.imported) count(counts, trial);
  return counts;
}

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json document(const ImportReport& report) {
  const Counts counts = counts_of(report);
  Json refusals = Json::array();
  for (const Refusal& each : report.refused) {
    refusals.push_back({{"path", each.path.string()}, {"reason", each.reason}});
  }
  Json experiments = Json::array();
  for (const ImportedTrial& each : report.imported) {
    experiments.push_back({{"session", each.session},
                           {"experiment_id", each.experiment_id},
                           {"layout", each.layout},
                           {"flags", each.flags},
                           {"repairs", each.repairs},
                           {"gpu_energy_total_joules", number(each.gpu_energy_total_joules)},
                           {"legacy_gpu_energy_joules", number(each.legacy_gpu_energy_joules)}});
  }
  return {{"imported", counts.imported},
          {"repaired", counts.repaired},
          {"flagged", counts.flagged},
          {"refused", report.refused.size()},
          {"duplicates", report.duplicates},
          {"refusals", refusals},
          {"experiments", std::move(experiments)}};
}

void print_sessions(const ImportReport& report) {
  std::map<std::string, Counts> sessions;
  for (const ImportedTrial& trial : report.imported) count(sessions[trial.session], trial);
  if (sessions.empty()) return;
  std::vector<Row> rows = {{"session", "imported", "repaired", "flagged"}};
  for (const auto& [name, counts] : sessions) {
    rows.push_back({name, std::to_string(counts.imported), std::to_string(counts.repaired),
                    std::to_string(counts.flagged)});
  }
  fmt::print("{}\n", table_text(rows));
}

/// Why, and how often: one line per reason, with one experiment it is about.
void print_reasons(const ImportReport& report) {
  std::map<std::pair<std::string, std::string>, std::pair<std::size_t, std::string>> reasons;
  const auto note = [&](const char* what, const std::string& why, const std::string& example) {
    auto& [times, first] = reasons[{what, why}];
    if (times++ == 0) first = example;
  };
  for (const ImportedTrial& trial : report.imported) {
    const std::string name = trial.session + "/" + trial.experiment_id;
    for (const std::string& flag : trial.flags) note("flagged", flag, name);
    for (const std::string& repair : trial.repairs) note("repaired", repair, name);
  }
  for (const Refusal& each : report.refused) note("refused", each.reason, each.path.string());
  if (reasons.empty()) return;
  std::vector<Row> rows = {{"what", "why", "times", "for example"}};
  for (const auto& [key, value] : reasons) {
    rows.push_back({key.first, cut(key.second, kWidestReason), std::to_string(value.first),
                    cut(value.second, kWidestReason)});
  }
  fmt::print("{}\n", table_text(rows));
}

void print_text(const ImportReport& report) {
  print_sessions(report);
  print_reasons(report);
  const Counts counts = counts_of(report);
  fmt::print("imported {}, repaired {}, flagged {}, refused {}, duplicates {}\n", counts.imported,
             counts.repaired, counts.flagged, report.refused.size(), report.duplicates);
}

}  // namespace

int import_old_results(const CommandLine& line) {
  const ImportReport report = import_results(line.folders, line.run.results, warn);
  for (const auto& each : report.ours) {
    warn(fmt::format("{} is a session of mutlua itself and was passed over", each.string()));
  }
  if (report.foreign_energy > 0) {
    warn(
        fmt::format("{} rows of tables carry other energy than the experiment's own folder, "
                    "which counts",
                    report.foreign_energy));
  }
  if (line.json) {
    fmt::print("{}\n", pretty_text(document(report)));
  } else {
    print_text(report);
  }
  return report.refused.empty() ? 0 : 1;
}

}  // namespace mutlua
