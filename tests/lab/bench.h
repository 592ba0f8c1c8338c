// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lab/lab.h"
#include "support/simulated_processes.h"
#include "support/temp_folder.h"

namespace mutlua {

/// A training that works: three epochs in three seconds, then its metric.
inline SimulatedRun good_run() {
  SimulatedRun run;
  run.duration = Seconds(4);
  for (int epoch = 1; epoch <= 3; ++epoch) {
    run.output.push_back({Seconds(epoch), "Epoch " + std::to_string(epoch) + "/3\n"});
  }
  run.output.push_back({Seconds(3.5), "accuracy: 97.5\n"});
  return run;
}

inline SimulatedRun failing_run(int exit_code = 3) {
  SimulatedRun run;
  run.duration = Seconds(1);
  run.output = {{Seconds(0.5), "no such data\n"}};
  run.exit_code = exit_code;
  return run;
}

struct Recorded : Progress {
  void show(const ProgressEvent& event) override { events.push_back(event); }
  std::vector<ProgressEvent> events;
};

/// A lab on a simulated machine, with a real results folder and the catalogue test/a, test/b.
class LabBench {
 public:
  /// On a machine without sensors, or with these, made for the bench's clock.
  explicit LabBench(const std::function<Sensors(Clock&)>& sensors = {})
      : sampler(clock, sensors ? sensors(clock) : no_sensors("no sensor"),
                {.rates = {.spin_limit = Seconds(0)}, .threaded = false}) {
    const auto script = folder.write("repo/train.sh", "#!/bin/sh\n");
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    const Json hyperparameters = {
        {"epochs", {{"flag", "--epochs"}, {"type", "int"}, {"default", 3}, {"range", {1, 10}}}},
        {"learning_rate",
         {{"flag", "--lr"}, {"type", "float"}, {"default", 0.1}, {"range", {0.01, 1.0}}}}};
    const Json repository = {{"path", (folder / "repo").string()},
                             {"train_script", "./train.sh"},
                             {"models", {"a", "b"}},
                             {"model_flag", "-n"},
                             {"hyperparameters", hyperparameters},
                             {"metrics", {{"accuracy", "accuracy: ([0-9.]+)"}}},
                             {"epoch", {{"pattern", "^Epoch ([0-9]+)/"}, {"at", "end"}}}};
    catalogue.add({{"catalogue", "tests"}, {"models", {{"test", repository}}}}, "tests.json");
    options.results = folder / "results";
    options.script = folder.write("study.lua", "-- a study\n");
  }

  /// What trainings of "a" or "b" do from now on, one after another; the last one stays.
  void script(const std::string& model, const std::vector<SimulatedRun>& runs) {
    runs_[model] = runs;
  }

  Lab& lab() {
    if (!lab_) {
      lab_ = std::make_unique<Lab>(
          machine, catalogue, options, progress,
          Lab::Hooks{.script = [] { return ScriptText{.text = "-- a study\n", .modules = {}}; },
                     .on_options = {},
                     .stop_after_trial = {},
                     .on_session = {}});
    }
    return *lab_;
  }
  /// The program ends and is started again.
  void restart() {
    lab().close();
    lab_.reset();
  }

  Json perform(const std::string& kind, const Json& request = Json::object()) {
    return lab().perform(kind, request);
  }

  static Json model(const std::string& name, const Json& values = Json::object()) {
    Json pairs = Json::array();
    for (const auto& [key, value] : values.items()) pairs.push_back(Json::array({key, value}));
    return {{"model", "test/" + name}, {"values", pairs}, {"explicit", Json::array()}};
  }

  Json begin_study(const Json& more = Json::object()) {
    Json request = {{"name", "bench"},
                    {"seed", 7},
                    {"cooling", {{"seconds", 0}}},
                    {"settle", {{"first_epoch", true}, {"most_seconds", 20}}}};
    request.update(more);
    return perform("study", request);
  }

  /// What it replies, and beside it `trials`: what it says of each.
  Json identify(const std::vector<Json>& trials) {
    Json reply = perform("identify", {{"trials", trials}});
    Json known = Json::array();
    for (const Json& order : reply.at("orders"))
      known.push_back({{"order", order}, {"done", false}});
    const Json& done = reply.at("done");
    for (std::size_t i = 0; i < done.at("positions").size(); ++i) {
      Json& trial = known.at(done.at("positions")[i].get<std::size_t>() - 1);
      trial["done"] = true;
      trial["result"] = {{"number", done.at("numbers")[i]},
                         {"measurements", done.at("measurements")[i]},
                         {"valid", done.at("valid")[i]}};
    }
    reply["trials"] = std::move(known);
    return reply;
  }

  /// All that the script can learn of a trial that is done.
  Json result(int index) { return perform("result", {{"index", index}}); }

  /// One attempt by the default order of primitives.
  Json measure(const Json& trial, int index) {
    perform("begin_trial", {{"index", index}});
    Json measured = Json::object();
    if (trial.contains("cooling")) perform("cool", trial.at("cooling"));
    Json group;
    if (trial.contains("backgrounds")) {
      group = perform("background_start", {{"models", trial.at("backgrounds")}});
      Json settle = {{"id", group.at("id")}, {"first_epoch", true}, {"most_seconds", 20}};
      measured["settling"] = perform("background_settle", settle);
    }
    const Json meter = perform("energy_begin");
    Json ids = Json::array();
    for (const Json& foreground : trial.at("foregrounds")) {
      ids.push_back(perform("spawn", {{"model", foreground}}).at("id"));
    }
    measured["outcomes"] = perform("wait", {{"ids", ids}, {"any", false}}).at("outcomes");
    measured["energy"] = perform("energy_finish", meter);
    if (!group.is_null()) measured["background"] = perform("background_stop", group);
    Json reply = perform("end_trial", {{"measured", measured}});
    if (reply.at("finished").get<bool>()) reply["result"] = result(index);
    return reply;
  }

  TempFolder folder;
  SimulatedClock clock;
  SimulatedProcesses processes{clock, [this](const Launch& launch) { return next_run(launch); },
                               true};
  Sampler sampler;
  Machine machine{.clock = clock,
                  .processes = processes,
                  .sampler = sampler,
                  .facts = Json::object(),
                  .program_folder = "/",
                  .simulated = false};
  Catalogue catalogue;
  RunOptions options;
  Recorded progress;
  std::vector<Launch> launches;
  std::size_t fail_after = 1000;  ///< trainings that can be started; then the machine refuses

 private:
  SimulatedRun next_run(const Launch& launch) {
    if (launches.size() >= fail_after) throw Error(ErrorKind::machine, "no process can be made");
    launches.push_back(launch);
    auto& runs = runs_[launch.argv.at(2)];
    if (runs.empty()) return good_run();
    const SimulatedRun run = runs.front();
    if (runs.size() > 1) runs.erase(runs.begin());
    return run;
  }

  std::map<std::string, std::vector<SimulatedRun>> runs_;
  std::unique_ptr<Lab> lab_;
};

}  // namespace mutlua
