// SPDX-License-Identifier: MIT
#include "cli/plan.h"

#include <fmt/format.h>

#include <cstdio>
#include <utility>

#include "cli/git_state.h"
#include "cli/installed.h"
#include "cli/plan_estimates.h"
#include "cli/plan_json.h"
#include "cli/plan_table.h"
#include "cli/rehearsal.h"
#include "cli/script_host.h"
#include "cli/terminal.h"
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

struct Plan {
  std::string study;
  std::vector<ExplainedTrial> trials;
  PlanEstimates estimates;
};

std::size_t to_be_measured(const std::vector<ExplainedTrial>& trials) {
  std::size_t count = 0;
  for (const ExplainedTrial& each : trials) count += each.trial.to_be_measured() ? 1 : 0;
  return count;
}

std::size_t parallel_ones(const std::vector<ExplainedTrial>& trials) {
  std::size_t count = 0;
  for (const ExplainedTrial& each : trials) count += each.trial.spec.parallel() ? 1 : 0;
  return count;
}

std::vector<PlannedTrial> measured_here(std::vector<PlannedTrial> trials) {
  std::erase_if(trials, [](const PlannedTrial& trial) { return trial.elsewhere; });
  return trials;
}

/// What is waited for in a trial besides its cooling and settling cannot be foretold.
Diagnostics unforeseen_waits(const std::optional<StudySettings>& study) {
  Diagnostics notes;
  const auto note = [&](const std::string& message) {
    notes.push_back({DiagnosticKind::note, "", message});
  };
  if (!study) return notes;
  if (study->protocol_name != "default") {  // as lua/mutlua/protocol.lua names it
    note(
        fmt::format("the time counts the design's cooling and settling; what the protocol {} "
                    "waits instead or besides is not known",
                    printable(study->protocol_name)));
  }
  if (study->idle_per_block)
    note("the time lacks the idle reading before each block, of about ten seconds");
  return notes;
}

Plan plan_of(const Lab& lab, PlanHistory& history, const CommandLine& line) {
  Plan plan;
  const Ledger& ledger = lab.ledger();
  plan.study = ledger.chosen() ? ledger.study() : line.run.script.stem().string();
  std::vector<PlannedTrial> trials = lab.planned();
  plan.estimates = plan_estimates(line.run.gap ? measured_here(trials) : trials, plan.study,
                                  ledger.session_name(), line.run.results, history);
  plan.trials = explained(lab, std::move(trials), history, line.explain || line.json);
  return plan;
}

/// To fill gaps, only what is missing is of interest.
std::vector<ExplainedTrial> missing_ones(std::vector<ExplainedTrial> trials) {
  std::erase_if(trials, [](const auto& each) { return !each.trial.to_be_measured(); });
  return trials;
}

void print_table(const Plan& plan, const CommandLine& line) {
  if (line.all || plan.trials.size() <= kMostListed) {
    fmt::print("{}",
               trials_table(line.run.gap ? missing_ones(plan.trials) : plan.trials, line.explain));
    return;
  }
  fmt::print("{}", cells_table(plan.trials));
  fmt::print("note: {} trials in cells; --all lists them one by one\n", plan.trials.size());
}

void print_plan(const Plan& plan, const Ledger& ledger, const CommandLine& line) {
  print_table(plan, line);
  const std::size_t parallel = parallel_ones(plan.trials);
  fmt::print("\nstudy {}: {} trials ({} parallel, {} sequential), {} to be measured ({})\n",
             printable(plan.study), plan.trials.size(), parallel, plan.trials.size() - parallel,
             to_be_measured(plan.trials), states_text(plan.trials));
  const bool seed = ledger.chosen() && !ledger.seed_is_drawn();
  fmt::print("seed: {}; session: {}\n\n",
             seed ? std::to_string(ledger.seed()) : "drawn at the first run",
             ledger.session_name().empty() ? "a new one" : ledger.session_folder().string());
  fmt::print("{}", estimates_text(plan.estimates, TerminalStyle::of(stdout).columns));
  if (!seed) fmt::print("note: order and drawn values are provisional; --seed settles them\n");
}

}  // namespace

int plan_study(const CommandLine& original) {
  const CommandLine line = rehearsed(original);
  Catalogue catalogue = Catalogue::load(catalogue_files(line));
  Rehearsal rehearsal(catalogue);
  rehearsal.machine.repository = git_state;
  Warnings warnings;
  const Design design = design_of(line, catalogue);
  if (!line.json) print_diagnostics(design.diagnostics, line.verbosity);
  ScriptHost host(line, design, rehearsal.machine, catalogue, warnings, {});
  host.run();
  Diagnostics& diagnostics = warnings.messages;
  for (const std::string& missing : host.lab().problems())
    diagnostics.push_back({DiagnosticKind::warning, "", missing});
  const Ledger& ledger = host.lab().ledger();
  const auto warn = [&](const std::string& message) {
    diagnostics.push_back({DiagnosticKind::note, "", message});
  };
  PlanHistory history(line.run.results, Past::measured, warn);
  const Plan plan = plan_of(host.lab(), history, line);
  if (host.lab().decided_by_rehearsed()) {
    warn(
        "the script adds trials by results, and those of a plan are simulated: a run may add "
        "others, "
        "and more or fewer; time and energy are of what is listed");
  }
  const Diagnostics waits = unforeseen_waits(host.lab().settings());
  diagnostics.insert(diagnostics.end(), waits.begin(), waits.end());
  const Diagnostics more = warnings_of(plan.estimates);
  diagnostics.insert(diagnostics.end(), more.begin(), more.end());
  const int status = host.lab().problems().empty() && design.complete ? 0 : 1;
  if (line.json) {
    diagnostics.insert(diagnostics.begin(), design.diagnostics.begin(), design.diagnostics.end());
    fmt::print("{}\n", pretty_text(plan_json(plan.study, ledger, plan.trials, plan.estimates,
                                             diagnostics)));
    return status;
  }
  if (plan.trials.empty()) {
    fmt::print("{} makes no {}: it would act at once, and nothing was started\n",
               line.run.script.string(), ledger.chosen() ? "trials" : "study");
  } else {
    print_plan(plan, ledger, line);
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
