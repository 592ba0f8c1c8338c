// SPDX-License-Identifier: MIT
#include "cli/sessions.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/error.h"
#include "cli/session_choice.h"
#include "cli/text.h"
#include "store/index.h"
#include "store/session_info.h"
#include "store/summary.h"
#include "system/lock.h"

namespace mutlua {
namespace {

void warn(const std::string& message) { fmt::print(stderr, "warning: {}\n", printable(message)); }

struct SessionCounts {
  std::size_t trials = 0;
  std::size_t failed = 0;
};

SessionCounts counts_of(Index& index, const FoundSession& session) {
  SessionCounts counts;
  for (const StoredTrial& trial : index.trials(name_in_index(session))) {
    ++counts.trials;
    if (!trial.success) ++counts.failed;
  }
  return counts;
}

std::string or_unknown(const std::optional<double>& value) {
  return value ? fmt::format("{:.6g}", *value) : "";
}

/// Joules that are invalid are unknown.
std::optional<double> joules(const TrialSummary& trial, const std::string& name) {
  return trial.energy_verdict == "invalid" ? std::nullopt : trial.energy(name);
}

std::string joules_text(const TrialSummary& trial, const std::string& name) {
  const bool invalid = trial.energy_verdict == "invalid" && trial.energy(name);
  return invalid ? "invalid" : or_unknown(trial.energy(name));
}

Json summary_json(const TrialSummary& trial) {
  const auto text = [](const std::optional<std::string>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  const auto number = [](const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  Json json = {{"experiment_id", trial.experiment_id},
               {"identity", text(trial.identity)},
               {"mode", trial.mode},
               {"block", text(trial.block)},
               {"label", text(trial.label)},
               {"model", trial.full_model()},
               {"background", text(trial.background)},
               {"status", text(trial.status)}};
  json["replicate"] = trial.replicate ? Json(*trial.replicate) : Json(nullptr);
  json["success"] = trial.success ? Json(*trial.success) : Json(nullptr);
  json["duration_seconds"] = number(trial.duration_seconds);
  json["cpu_energy_total_joules"] = number(joules(trial, "cpu_energy_total_joules"));
  json["gpu_energy_total_joules"] = number(joules(trial, "gpu_energy_total_joules"));
  json["total_energy_joules"] =
      number(trial.energy_verdict == "invalid" ? std::nullopt : trial.total_energy_joules);
  json["energy_verdict"] = text(trial.energy_verdict);
  json["performance_verdict"] = text(trial.performance_verdict);
  json["factors"] = Json::object();
  for (const auto& [name, value] : trial.factors) json["factors"][name] = value;
  json["hyperparameters"] = Json::object();
  for (const SummaryValue& value : trial.hyperparameters) {
    if (value.role == "foreground" && value.position == 1)
      json["hyperparameters"][value.name] = value.value;
  }
  json["metrics"] = Json::object();
  for (const auto& [name, value] : trial.metrics) json["metrics"][name] = value;
  return json;
}

std::string metrics_text(const TrialSummary& trial) {
  std::string text;
  for (const auto& [name, value] : trial.metrics) {
    if (value.is_null()) continue;
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", name,
                        value.is_number()   ? fmt::format("{:.6g}", value.get<double>())
                        : value.is_string() ? value.get<std::string>()
                                            : value.dump());
    if (text.size() > 60) break;
  }
  return text;
}

void print_results_table(const FoundSession& session, const std::vector<TrialSummary>& trials) {
  std::vector<std::vector<std::string>> rows{{"number", "block", "label", "mode", "model",
                                              "background", "status", "seconds", "CPU J", "GPU J",
                                              "metrics"}};
  for (const TrialSummary& trial : trials) {
    rows.push_back({fmt::format("{:03}", trial.execution_number), trial.block.value_or(""),
                    trial.label.value_or(""), trial.mode, trial.full_model(),
                    trial.background.value_or(""), trial.status.value_or(""),
                    or_unknown(trial.duration_seconds),
                    joules_text(trial, "cpu_energy_total_joules"),
                    joules_text(trial, "gpu_energy_total_joules"), metrics_text(trial)});
  }
  fmt::print("{}\nsession {}: study {}, catalogue {}, {} trials{}\n", table_text(rows),
             printable(name_in_index(session)), printable(session.info.study),
             printable(session.info.catalogue), trials.size(),
             session.info.simulated ? ", SIMULATED" : "");
}

}  // namespace

int list_sessions(const CommandLine& line) {
  const std::vector<FoundSession> sessions = sessions_in(line.run.results, warn);
  std::vector<std::vector<std::string>> rows{
      {"session", "study", "catalogue", "trials", "failed", "lifetimes", "state"}};
  Json list = Json::array();
  if (!sessions.empty()) {
    Index index(line.run.results, warn);
    for (const FoundSession& session : sessions) {
      const SessionCounts counts = counts_of(index, session);
      const bool imported = is_imported(session);
      const bool running = !imported && running_holder(session.folder).has_value();
      const std::string name = name_in_index(session);
      rows.push_back({name, session.info.study, session.info.catalogue,
                      std::to_string(counts.trials), std::to_string(counts.failed),
                      std::to_string(session.info.lifetimes.size()),
                      running                  ? "running"
                      : imported               ? "imported"
                      : session.info.simulated ? "simulated"
                                               : ""});
      list.push_back({{"session", name},
                      {"study", session.info.study},
                      {"catalogue", session.info.catalogue},
                      {"created_at", session.info.created_at},
                      {"seed", session.info.seed ? Json(*session.info.seed) : Json(nullptr)},
                      {"simulated", session.info.simulated},
                      {"imported", imported},
                      {"trials", counts.trials},
                      {"failed", counts.failed},
                      {"lifetimes", session.info.lifetimes.size()},
                      {"running", running}});
    }
  }
  if (line.json) {
    fmt::print("{}\n", pretty_text(list));
  } else if (sessions.empty()) {
    fmt::print("{} holds no session yet\n", line.run.results.string());
  } else {
    fmt::print("{}", table_text(rows));
  }
  return 0;
}

int show_results(const CommandLine& line) {
  const FoundSession session = chosen_session(line.run.results, line.session, warn);
  Index index(line.run.results, warn);
  const std::vector<TrialSummary> trials = index.summaries(name_in_index(session));
  if (line.csv) {
    fmt::print("{}", summary_csv(trials));
  } else if (line.json) {
    Json list = Json::array();
    for (const TrialSummary& trial : trials) list.push_back(summary_json(trial));
    fmt::print("{}\n", pretty_text({{"session", name_in_index(session)},
                                    {"study", session.info.study},
                                    {"simulated", session.info.simulated},
                                    {"trials", list}}));
  } else {
    print_results_table(session, trials);
  }
  return 0;
}

int rebuild_index(const CommandLine& line) {
  if (!std::filesystem::exists(line.run.results)) {
    throw Error(ErrorKind::usage, fmt::format("there is no folder {}; name one with --results",
                                              line.run.results.string()));
  }
  Index index(line.run.results, warn);
  index.rebuild();
  std::size_t trials = 0;
  const std::vector<FoundSession> sessions = sessions_in(line.run.results, warn);
  for (const FoundSession& session : sessions) trials += counts_of(index, session).trials;
  fmt::print("{}: {} sessions, {} trials\n", index.file().string(), sessions.size(), trials);
  return 0;
}

}  // namespace mutlua
