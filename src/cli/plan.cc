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

constexpr int kAnyWidth = 10'000;                // of what goes to a file
constexpr const char* kOwnProtocol = "default";  // as lua/mutlua/protocol.lua names it

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
  for (const ExplainedTrial& each : trials) count += each.trial.common().parallel() ? 1 : 0;
  return count;
}

WaitRules wait_rules(const Lab& lab) {
  const std::optional<StudySettings>& study = lab.settings();
  return {.own_protocol = study && study->protocol_name != kOwnProtocol,
          .outside = lab.time_outside()};
}

Plan plan_of(const Lab& lab, PlanHistory& history, const CommandLine& line) {
  Plan plan;
  const Ledger& ledger = lab.ledger();
  plan.study = ledger.chosen() ? ledger.study() : line.run.script.stem().string();
  std::vector<PlannedTrial> trials = lab.planned();
  plan.estimates = plan_estimates(trials, plan.study, ledger.session_name(), line.run.results,
                                  wait_rules(lab), history);
  plan.trials = explained(lab, std::move(trials), history, line.explain || line.json);
  return plan;
}

/// To fill gaps, only what is missing is of interest.
std::vector<ExplainedTrial> missing_ones(std::vector<ExplainedTrial> trials) {
  std::erase_if(trials, [](const auto& each) { return !each.trial.to_be_measured(); });
  return trials;
}

/// All that --gap needs to say where there is none.
bool nothing_is_missing(const Plan& plan, const CommandLine& line) {
  if (!line.run.gap || plan.trials.empty() || to_be_measured(plan.trials) > 0) return false;
  fmt::print("nothing is missing: all {} trials are there ({})\n", plan.trials.size(),
             states_text(plan.trials));
  return true;
}

void print_table(const Plan& plan, const CommandLine& line) {
  const std::optional<int> width = columns_of(stdout);
  if (line.all || plan.trials.size() <= kMostListed) {
    fmt::print("{}", trials_table(line.run.gap ? missing_ones(plan.trials) : plan.trials,
                                  line.explain, width));
    return;
  }
  fmt::print("{}", cells_table(plan.trials, width));
  fmt::print("note: {} trials in cells; --all lists them one by one\n", plan.trials.size());
}

void print_plan(const Plan& plan, const Ledger& ledger, const std::string& catalogue,
                const CommandLine& line) {
  print_table(plan, line);
  const std::size_t parallel = parallel_ones(plan.trials);
  const bool seed = ledger.chosen() && !ledger.seed_is_drawn();
  const int width = columns_of(stdout).value_or(kAnyWidth);
  fmt::print("\n{}\n{}\n{}\n\n",
             wrapped(fmt::format(
                         "study {}: {} trials ({} parallel, {} sequential), {} to be measured ({})",
                         plan.study, plan.trials.size(), parallel, plan.trials.size() - parallel,
                         to_be_measured(plan.trials), states_text(plan.trials)),
                     0, width),
             wrapped("catalogue: " + catalogue, 0, width),
             wrapped(fmt::format("seed: {}; session: {}",
                                 seed ? std::to_string(ledger.seed()) : "drawn at the first run",
                                 ledger.session_name().empty() ? "a new one"
                                                               : ledger.session_folder().string()),
                     0, width));
  fmt::print("{}", estimates_text(plan.estimates, TerminalStyle::of(stdout).columns));
  if (!seed) fmt::print("note: order and drawn values are provisional; --seed settles them\n");
}

/// What the rehearsal itself warns of.
Diagnostics warnings_of(const Lab& lab) {
  Diagnostics warnings;
  const auto warn = [&](DiagnosticKind severity, const std::string& message) {
    warnings.push_back({severity, "", message});
  };
  for (const std::string& missing : lab.problems()) warn(DiagnosticKind::warning, missing);
  if (lab.decided_by_rehearsed()) {
    warn(DiagnosticKind::note,
         "the script adds trials by results, and those of a plan are simulated: a run may add "
         "others, and more or fewer; time and energy are of what is listed");
  }
  const std::string broken = lab.broken_off();
  if (!broken.empty()) {
    warn(DiagnosticKind::warning,
         "the script catches an error in " + broken + ": that is not measured");
  }
  return warnings;
}

Json catalogue_json(const Catalogue& catalogue, const std::vector<std::filesystem::path>& files) {
  Json json = {{"name", catalogue.name()}, {"files", Json::array()}};
  for (const auto& file : files) json["files"].push_back(file.string());
  return json;
}

void append(const Diagnostics& more, Diagnostics& all) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

int plan_study(const CommandLine& original) {
  const CommandLine line = rehearsed(original);
  const auto files = catalogue_files(line);
  Catalogue catalogue = Catalogue::load(files);
  const Design design = design_of(line, catalogue);
  Warnings warnings;
  Diagnostics& diagnostics = warnings.messages;
  if (line.json) {
    append(design.diagnostics, diagnostics);
  } else {
    print_diagnostics(design.diagnostics, line.verbosity);
  }
  PlanHistory history(line.run.results, catalogue, [&](const std::string& message) {
    diagnostics.push_back({DiagnosticKind::note, "", message});
  });
  Rehearsal rehearsal(catalogue, [&](const Model& model) { return history.epoch_seconds(model); });
  rehearsal.machine.repository = git_state;
  ScriptHost host(line, design, rehearsal.machine, catalogue, warnings, {});
  host.run();
  const Lab& lab = host.lab();
  const Plan plan = plan_of(lab, history, line);
  append(warnings_of(lab), diagnostics);
  append(warnings_of(plan.estimates), diagnostics);
  const bool good = lab.problems().empty() && lab.broken_off().empty() && design.complete;
  const int status = good ? 0 : 1;
  if (line.json) {
    fmt::print("{}\n",
               pretty_text(plan_json(plan.study, lab.ledger(), catalogue_json(catalogue, files),
                                     plan.trials, plan.estimates, diagnostics)));
    return status;
  }
  if (plan.trials.empty()) {
    fmt::print("{} makes no {}: it would act at once, and nothing was started\n",
               line.run.script.string(), lab.ledger().chosen() ? "trials" : "study");
  } else if (!nothing_is_missing(plan, line)) {
    print_plan(plan, lab.ledger(), catalogue_text(catalogue, files), line);
  }
  print_diagnostics(diagnostics, line.verbosity);
  return status;
}

}  // namespace mutlua
