// SPDX-License-Identifier: MIT
#include "lab/lab.h"
#include "training/draws.h"

namespace mutlua {

Json Lab::stream(const Json& request) {
  return {{"number", draws().number(request.at("name").get<std::string>(),
                                    request.at("index").get<std::int64_t>())}};
}

Json Lab::sample(const Json& request) {
  Json key = {{"sample", request.at("range")}};
  if (request.contains("model")) key["model"] = request.at("model").at("model");
  if (request.contains("name")) key["name"] = request.at("name");
  return {{"value", draw_value(request.at("range"), draws().next(key))}};
}

Json Lab::mutations(const Json& request) {
  const ModelUse use = model_use(catalogue_, request.at("model"), "mutations.model");
  RangeOverrides ranges;
  if (request.contains("ranges")) {
    for (const auto& [name, range] : request.at("ranges").items()) {
      ranges[name] = {range.at("low").get<double>(), range.at("high").get<double>()};
    }
  }
  std::vector<Values> history;
  if (request.contains("history")) {
    for (const Json& row : request.at("history")) {
      Values values;
      for (const auto& [name, value] : row.items()) values.emplace_back(name, value);
      history.push_back(std::move(values));
    }
  }
  const auto names = request.at("names").get<std::vector<std::string>>();
  // The number of sets is no part of the key: asking for more gives the same ones first.
  PythonRandom& random = draws().next({{"mutations", use.model->name}, {"names", names}});
  const Mutations drawn =
      mutlua::mutations(*use.model, names, request.at("n").get<int>(), ranges, history, random);
  Json sets = Json::array();
  for (const Values& values : drawn.sets) {
    Json set = Json::array();
    for (const auto& [name, value] : values) set.push_back(Json::array({name, value}));
    sets.push_back(std::move(set));
  }
  return {{"sets", sets}, {"warnings", drawn.warnings}};
}

}  // namespace mutlua
