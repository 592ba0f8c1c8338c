// SPDX-License-Identifier: MIT
#include "legacy/running.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lab/lab.h"
#include "script/lua_state.h"
#include "support/simulated_processes.h"
#include "support/temp_folder.h"

namespace mutlua::test {
namespace {

struct Warnings : Progress {
  void show(const ProgressEvent& event) override {
    if (const auto* warning = std::get_if<Warning>(&event)) messages.push_back(warning->message);
  }
  std::vector<std::string> messages;
};

/// What follows the training script on its command line.
std::vector<std::string> arguments_of(const ModelUse& use) {
  const std::vector<std::string> argv = use.command().argv;
  const auto script =
      static_cast<std::ptrdiff_t>(use.model->prefix.size() + use.model->command.size());
  return {argv.begin() + script, argv.end()};
}

AddedTrial added(const PlannedTrial& planned) {
  const TrialSpec spec = planned.spec();
  const ModelUse& foreground = spec.foregrounds.at(0);
  AddedTrial trial{.foreground = foreground.model->name,
                   .values = recorded_hyperparameters(foreground),
                   .arguments = arguments_of(foreground),
                   .background = "",
                   .background_arguments = "",
                   .timeout_seconds = spec.timeout_seconds ? Json(*spec.timeout_seconds) : Json(),
                   .label = spec.label.value_or("")};
  if (spec.parallel()) {
    trial.background = spec.backgrounds.at(0).model->name;
    trial.background_arguments =
        fmt::format("{}", fmt::join(arguments_of(spec.backgrounds.at(0)), " "));
  }
  return trial;
}

/// A rehearsal, as `mutlua plan` makes it, up to the first measurement: library and lab are real.
class Rehearsal {
 public:
  explicit Rehearsal(std::uint64_t seed) {
    options_.results = folder_ / "results";
    options_.script = folder_ / "test.lua";
    options_.seed = seed;
    options_.rehearsal = true;
  }

  RunScript run(const std::string& script) {
    LuaState state(
        [&](const std::string& kind, const Json& request) { return perform(kind, request); });
    state.run_text(script, "test.lua");
    for (const PlannedTrial& trial : lab_.planned()) result_.trials.push_back(added(trial));
    lab_.close();
    result_.warnings = progress_.messages;
    return result_;
  }

 private:
  Json perform(const std::string& kind, const Json& request) {
    if (kind == "study") result_.study = request;
    if (kind == "mutations") result_.draws.push_back(request);
    Json reply = lab_.perform(kind, request);
    if (kind == "identify") pretend_done(reply, request.at("first").get<std::size_t>());
    return reply;
  }

  /// Then the script goes on to its end at once, and the plan keeps the order of study:add.
  static void pretend_done(Json& reply, std::size_t first) {
    Json& done = reply["done"];
    for (std::size_t i = 0; i < reply.at("orders").size(); ++i) {
      done["positions"].push_back(first + i);
      done["numbers"].push_back(i + 1);
      done["measurements"].push_back(1);
      done["valid"].push_back(true);
    }
  }

  TempFolder folder_;
  SimulatedClock clock_;
  SimulatedProcesses processes_{clock_, [](const Launch&) { return SimulatedRun{}; }, false};
  Sampler sampler_{clock_, no_sensors("none"), {.rates = {}, .threaded = false}};
  Machine machine_{.clock = clock_,
                   .processes = processes_,
                   .sampler = sampler_,
                   .facts = Json::object(),
                   .program_folder = "/",
                   .simulated = true};
  Catalogue catalogue_ = catalogue();
  RunOptions options_;
  Warnings progress_;
  Lab lab_{machine_,
           catalogue_,
           options_,
           progress_,
           {.script = [] { return ScriptText{}; },
            .on_options = {},
            .stop_after_trial = {},
            .on_session = {}}};
  RunScript result_;
};

}  // namespace

const Catalogue& catalogue() {
  static const Catalogue loaded =
      Catalogue::load({std::filesystem::path(MUTLUA_SOURCE_FOLDER) / "settings/models.json"});
  return loaded;
}

Translation translated(const Json& settings, bool strict) {
  return translate(settings, catalogue(), {.source_name = "settings/test.json", .strict = strict});
}

Translation translated(const char* text, bool strict) {
  return translated(parse_json(text, "test.json"), strict);
}

RunScript run(const std::string& script, std::uint64_t seed) { return Rehearsal(seed).run(script); }

std::vector<std::string> places(const Diagnostics& diagnostics) {
  std::vector<std::string> result;
  for (const Diagnostic& one : diagnostics) {
    result.push_back(std::string(severity_name(one.severity)) + " " + one.where);
  }
  return result;
}

std::string said_of(const Diagnostics& diagnostics, const std::string& where) {
  for (const Diagnostic& one : diagnostics) {
    if (one.where == where) return one.message;
  }
  return "";
}

}  // namespace mutlua::test
