// SPDX-License-Identifier: MIT
#include "cli/plan.h"

#include <fmt/format.h>

#include <cstdio>
#include <map>

#include "cli/installed.h"
#include "cli/rehearsal.h"
#include "cli/script_host.h"
#include "cli/text.h"

namespace mutlua {
namespace {

/// Nobody watches a rehearsal, but what it warns of is kept for the plan.
class Warnings : public Progress {
 public:
  void show(const ProgressEvent& event) override {
    if (const auto* warning = std::get_if<Warning>(&event)) {
      const auto severity = warning->note ? DiagnosticKind::note : DiagnosticKind::warning;
      messages.push_back({severity, "", warning->message});
    }
  }
  Diagnostics messages;
};

Json use_json(const ModelUse& use) {
  return {{"model", use.model->name},
          {"hyperparameters", recorded_hyperparameters(use)},
          {"argv", use.command().argv}};
}

const char* state_of(const PlannedTrial& trial) {
  if (trial.elsewhere && !trial.done) return "counted elsewhere";
  if (!trial.done) return "new";
  return trial.valid ? "done" : "done, does not count";
}

std::string why(const PlannedTrial& trial) {
  if (!trial.done && trial.elsewhere) return "an equal trial of another session counts";
  if (!trial.done && trial.again) return "measured before, but it did not count: once more";
  if (!trial.done) return "no finished trial of this session has its identity";
  if (trial.valid) return fmt::format("measured as {:03}; it is used again", trial.number);
  return fmt::format("measured as {:03}, but it failed; --retry-failed measures it again",
                     trial.number);
}

Json trial_json(const PlannedTrial& trial) {
  const TrialSpec& spec = trial.spec;
  Json json = {{"number", trial.number},
               {"mode", spec.mode()},
               {"replicate", spec.replicate},
               {"block", spec.block ? Json(*spec.block) : Json(nullptr)},
               {"label", spec.label ? Json(*spec.label) : Json(nullptr)},
               {"factors", spec.factors},
               {"foreground", nullptr},
               {"background", Json::array()}};
  if (!spec.foregrounds.empty()) json["foreground"] = use_json(spec.foregrounds.front());
  for (std::size_t i = 1; i < spec.foregrounds.size(); ++i) {
    json["further_foregrounds"].push_back(use_json(spec.foregrounds[i]));
  }
  for (const ModelUse& use : spec.backgrounds) json["background"].push_back(use_json(use));
  json["cooldown_seconds"] = spec.cooling.seconds.count();
  json["settle_seconds"] = spec.parallel() ? Json(spec.settle.seconds.count()) : Json(nullptr);
  if (spec.parallel() && spec.settle.first_epoch) json["settle_until"] = "first epoch";
  json["identity"] = spec.identity;
  json["state"] = state_of(trial);
  json["why"] = why(trial);
  return json;
}

struct Totals {
  std::size_t trials = 0, fresh = 0, elsewhere = 0, parallel = 0, sequential = 0;
};

Totals totals_of(const std::vector<PlannedTrial>& trials) {
  Totals totals;
  for (const PlannedTrial& trial : trials) {
    ++totals.trials;
    if (trial.elsewhere && !trial.done) {
      ++totals.elsewhere;
    } else if (!trial.done) {
      ++totals.fresh;
    }
    ++(trial.spec.parallel() ? totals.parallel : totals.sequential);
  }
  return totals;
}

/// Whether the first run will have the seed of this rehearsal.
bool has_seed(const Ledger& ledger) { return ledger.chosen() && !ledger.seed_is_drawn(); }

Json diagnostics_json(const Diagnostics& diagnostics) {
  Json list = Json::array();
  for (const Diagnostic& each : diagnostics) {
    list.push_back({{"severity", severity_name(each.severity)},
                    {"where", each.where.empty() ? Json(nullptr) : Json(each.where)},
                    {"message", each.message}});
  }
  return list;
}

void print_json(const std::string& study, const Ledger& ledger,
                const std::vector<PlannedTrial>& trials, const Diagnostics& diagnostics) {
  const Totals totals = totals_of(trials);
  Json plan = {{"study", study}, {"seed", has_seed(ledger) ? Json(ledger.seed()) : Json(nullptr)}};
  plan["session"] = ledger.session_name().empty() ? Json(nullptr) : Json(ledger.session_name());
  plan["trials"] = Json::array();
  for (const PlannedTrial& trial : trials) plan["trials"].push_back(trial_json(trial));
  plan["totals"] = {{"trials", totals.trials},         {"new", totals.fresh},
                    {"elsewhere", totals.elsewhere},   {"parallel", totals.parallel},
                    {"sequential", totals.sequential}, {"expected_seconds", nullptr},
                    {"expected_joules", nullptr}};
  plan["diagnostics"] = diagnostics_json(diagnostics);
  fmt::print("{}\n", pretty_text(plan));
}

std::string values_text(const TrialSpec& spec) {
  std::string text;
  if (spec.foregrounds.empty() && spec.backgrounds.empty()) return text;
  for (const auto& [name, value] : spec.first().values)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, number_text(value));
  return text;
}

std::string names_of(const std::vector<ModelUse>& uses) {
  std::string text;
  for (const ModelUse& use : uses) text += (text.empty() ? "" : " + ") + use.model->name;
  return text;
}

void print_table(const std::string& study, const Ledger& ledger,
                 const std::vector<PlannedTrial>& trials, bool explain, bool only_missing) {
  std::vector<std::vector<std::string>> rows{{"number", "state", "block", "label", "replicate",
                                              "foreground", "background",
                                              explain ? "why" : "values"}};
  for (const PlannedTrial& trial : trials) {
    if (only_missing && (trial.done || trial.elsewhere)) continue;
    const TrialSpec& spec = trial.spec;
    rows.push_back({fmt::format("{:03}", trial.number), state_of(trial), spec.block.value_or(""),
                    spec.label.value_or(""), std::to_string(spec.replicate),
                    names_of(spec.foregrounds), names_of(spec.backgrounds),
                    explain ? why(trial) : values_text(spec)});
  }
  const Totals totals = totals_of(trials);
  fmt::print("{}", table_text(rows));
  fmt::print("\nstudy {}: {} trials ({} parallel, {} sequential), {} to be measured, {} done\n",
             printable(study), totals.trials, totals.parallel, totals.sequential, totals.fresh,
             totals.trials - totals.fresh - totals.elsewhere);
  if (totals.elsewhere > 0)
    fmt::print("{} of them are counted from other sessions\n", totals.elsewhere);
  fmt::print("seed: {}; session: {}\n",
             has_seed(ledger) ? std::to_string(ledger.seed()) : "drawn at the first run",
             ledger.session_name().empty() ? "a new one" : ledger.session_folder().string());
  if (!has_seed(ledger)) {
    fmt::print("note: order and drawn values are provisional; --seed settles them\n");
  }
  fmt::print("expected time and energy: unknown (nothing to estimate them from)\n");
}

}  // namespace

int plan_study(const CommandLine& original) {
  const CommandLine line = rehearsed(original);
  Catalogue catalogue = Catalogue::load(catalogue_files(line));
  Rehearsal rehearsal(catalogue);
  Warnings warnings;
  const Design design = design_of(line, catalogue);
  if (!line.json) print_diagnostics(design.diagnostics, line.verbosity);
  ScriptHost host(line, design, rehearsal.machine, catalogue, warnings, {});
  host.run();
  const std::vector<PlannedTrial> trials = host.lab().planned();
  Diagnostics& diagnostics = warnings.messages;
  for (const std::string& missing : host.lab().problems())
    diagnostics.push_back({DiagnosticKind::warning, "", missing});
  const Ledger& ledger = host.lab().ledger();
  const std::string study = ledger.chosen() ? ledger.study() : line.run.script.stem().string();
  const int status = host.lab().problems().empty() && design.complete ? 0 : 1;
  if (line.json) {
    diagnostics.insert(diagnostics.begin(), design.diagnostics.begin(), design.diagnostics.end());
    print_json(study, ledger, trials, diagnostics);
    return status;
  }
  if (trials.empty()) {
    fmt::print("{} makes no study: it would act at once, and nothing was started\n",
               line.run.script.string());
  } else {
    print_table(study, ledger, trials, line.explain, line.run.gap);
  }
  print_diagnostics(diagnostics, line.verbosity);
  return status;
}

int help_script(const CommandLine& original) {
  const CommandLine line = rehearsed(original);
  Catalogue catalogue = Catalogue::load(catalogue_files(line));
  Rehearsal rehearsal(catalogue);
  Warnings warnings;
  Json declared;
  const Design design = design_of(line, catalogue);
  ScriptHost host(line, design, rehearsal.machine, catalogue, warnings,
                  {.pending_stop = {},
                   .stop_after_trial = {},
                   .on_options =
                       [&](const Json& options) {
                         declared = options;
                         throw Error(ErrorKind::stopped, "the options are known");
                       },
                   .on_session = {}});
  try {
    host.run();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::stopped) throw;
  }
  if (declared.empty()) {
    fmt::print("{} declares no options\n", line.run.script.string());
    return 0;
  }
  std::vector<std::vector<std::string>> rows{{"option", "default", "meaning"}};
  for (const Json& option : declared) {
    const Json& value = option.at("default");
    rows.push_back({"--" + option.at("name").get<std::string>(),
                    value.is_string()    ? value.get<std::string>()
                    : value.is_boolean() ? value.dump()
                                         : number_text(value),
                    option.value("help", "")});
  }
  fmt::print(
      "options of {} (after the script's name; those of mutlua itself: mutlua run --help)\n\n{}",
      line.run.script.string(), table_text(rows));
  return 0;
}

}  // namespace mutlua
