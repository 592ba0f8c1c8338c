// SPDX-License-Identifier: MIT
#include "legacy/running.h"

#include <fmt/format.h>

#include "base/python_random.h"
#include "script/lua_state.h"
#include "training/command.h"
#include "training/draws.h"

namespace mutlua::test {
namespace {

/// Lets a script use what only the lab can carry out: it is noted, and the library sees the rest.
constexpr const char* kPrelude = R"lua(do
  local door, mut = require "mutlua.door", require "mutlua"
  local study, mutations, model = mut.study, mut.mutations, mut.model

  function mut.study(options)
    local plain = {}
    for key, value in pairs(options) do
      if key ~= "argument_decimals" then plain[key] = value end
    end
    door.perform("study options", options)
    local made = study(plain)
    local add = made.add
    function made.add(self, trial)
      for _ = 1, trial.replicates or 1 do
        door.perform("recorded", {
          foreground = trial.foreground.recorded or {},
          background = trial.background and trial.background.recorded or {},
        })
      end
      return add(self, trial)
    end
    return made
  end

  function mut.mutations(of, names, n, options)
    door.perform("draw", { model = of.name, names = names, n = n, options = options or {} })
    return mutations(of, names, n)
  end

  function mut.model(name)
    local found = model(name)
    getmetatable(found).recording = function(self, values)
      local copy = self:with {}
      copy.recorded = values
      return copy
    end
    return found
  end
end )lua";

std::vector<std::string> old_arguments(const Model& model, const Json& values) {
  std::vector<std::string> arguments;
  if (!model.model_flag.empty() && model.model != "default") {
    arguments = {model.model_flag, model.model};
  }
  arguments.insert(arguments.end(), model.required_arguments.begin(),
                   model.required_arguments.end());
  for (const Json& pair : values) {
    const Hyperparameter& hyperparameter = *model.find(pair.at(0).get<std::string>());
    arguments.push_back(hyperparameter.flag);
    const auto number = pair.at(1).get<double>();
    arguments.push_back(hyperparameter.is_integer ? fmt::format("{:.0f}", number)
                                                  : fmt::format("{:.6f}", number));
  }
  return arguments;
}

/// The old registry's models named "default" take no flag; the catalogue's have none at all.
std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

class Runner {
 public:
  explicit Runner(std::uint64_t seed) : random_(seed) {}

  Json answer(const std::string& kind, const Json& request) {
    if (kind == "model") return to_json(catalogue().find(request.at("name").get<std::string>()));
    if (kind == "study") return {{"seed", 42}, {"catalogue", "test"}};
    if (kind == "mutations") return drawn(request);
    if (kind == "identify") return identified(request);
    if (kind == "stream") return {{"number", 1}};
    note(kind, request);
    return Json::object();
  }
  RunScript result;

 private:
  void note(const std::string& kind, const Json& request) {
    if (kind == "study options") result.study = request;
    if (kind == "draw") result.draws.push_back(request);
    if (kind == "recorded") recorded_.push_back(request);
    if (kind != "study options" && kind != "draw" && kind != "recorded" && kind != "finish" &&
        kind != "warn") {
      throw Error(ErrorKind::internal, "nobody expected " + kind);
    }
  }

  Json drawn(const Json& request) {
    const Model& model = catalogue().find(request.at("model").at("model").get<std::string>());
    const Mutations found = mutations(model, request.at("names").get<std::vector<std::string>>(),
                                      request.at("n").get<int>(), {}, {}, random_);
    Json sets = Json::array();
    for (const Values& values : found.sets) {
      Json set = Json::array();
      for (const auto& [name, value] : values) set.push_back(Json::array({name, value}));
      sets.push_back(set);
    }
    return {{"sets", sets}, {"warnings", Json::array()}};
  }

  /// Says that everything is done already, so that nothing is measured.
  Json identified(const Json& request) {
    Json known = Json::array();
    for (const Json& trial : request.at("trials")) {
      add(trial);
      known.push_back({{"identity", "x"},
                       {"done", true},
                       {"order", known.size()},
                       {"result", {{"path", "x"}}}});
    }
    return {{"trials", known}, {"warnings", Json::array()}};
  }

  void add(const Json& trial) {
    AddedTrial added;
    const Json& foreground = trial.at("foregrounds").at(0);
    const Json& recorded = recorded_.at(result.trials.size());
    added.foreground = foreground.at("model").get<std::string>();
    added.arguments = old_arguments(catalogue().find(added.foreground), foreground.at("values"));
    added.values = Json::object();
    for (const Json& pair : foreground.at("values")) {
      added.values[pair.at(0).get<std::string>()] = pair.at(1);
    }
    added.values.update(recorded.at("foreground"));
    if (!trial.at("backgrounds").empty()) {
      const Json& background = trial.at("backgrounds").at(0);
      added.background = background.at("model").get<std::string>();
      added.background_arguments =
          joined(old_arguments(catalogue().find(added.background), background.at("values")));
    }
    added.timeout_seconds = trial.value("timeout_seconds", Json());
    added.label = trial.value("label", "");
    result.trials.push_back(added);
  }

  PythonRandom random_;
  std::vector<Json> recorded_;
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

RunScript run(const std::string& script, std::uint64_t seed) {
  Runner runner(seed);
  LuaState state(
      [&](const std::string& kind, const Json& request) { return runner.answer(kind, request); });
  state.run_text(kPrelude + script, "test.lua");
  return runner.result;
}

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
