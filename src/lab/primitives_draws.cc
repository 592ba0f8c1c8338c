// SPDX-License-Identifier: MIT
#include <algorithm>

#include "base/fields.h"
#include "lab/lab.h"
#include "training/draws.h"

namespace mutlua {
namespace {

/// A range as scripts send it, in the place of the catalogue's.
RangeOverride override_of(const Json& range) {
  const std::string kind = range.value("kind", "");
  if (kind == "zero_or") {
    RangeOverride inner = override_of(range.at("range"));
    inner.zero_probability = range.at("probability").get<double>();
    return inner;
  }
  if (kind != "uniform" && kind != "log_uniform" && kind != "integers") {
    throw Error(ErrorKind::script,
                "mut.mutations.ranges: expected mut.uniform, mut.log_uniform or mut.integers");
  }
  return {.low = range.at("low").get<double>(),
          .high = range.at("high").get<double>(),
          .distribution = kind == "log_uniform" ? Distribution::log_uniform : Distribution::uniform,
          .whole_numbers = kind == "integers"};
}

RangeOverrides overrides_of(const Json& request) {
  RangeOverrides ranges;
  if (!request.contains("ranges")) return ranges;
  for (const auto& [name, range] : request.at("ranges").items()) ranges[name] = override_of(range);
  return ranges;
}

/// Sets that the script lists itself.
std::vector<Values> listed_history(const Json& request) {
  std::vector<Values> history;
  if (!request.contains("history")) return history;
  for (const Json& row : request.at("history")) {
    Values values;
    for (const auto& [name, value] : row.items()) values.emplace_back(name, value);
    history.push_back(std::move(values));
  }
  return history;
}

bool draws_whole_numbers(const Model& model, const Texts& names) {
  const bool all = std::find(names.begin(), names.end(), "all") != names.end();
  const Texts drawn = all ? model.hyperparameter_names() : names;
  return std::any_of(drawn.begin(), drawn.end(), [&](const std::string& name) {
    const Hyperparameter* known = model.find(name);
    return known != nullptr && known->is_integer;
  });
}

/// Which trainings of the past count: those of the model, in the mode that is asked for.
struct PastFilter {
  const Model& model;
  std::optional<std::string> mode;
  bool old_keys = false;

  bool counts(const PastTraining& past) const {
    if (past.repository != model.repository || past.model != model.model) return false;
    if (mode && past.parallel != (*mode == "parallel")) return false;
    return !old_keys || !past.in_further_cells;
  }

  void add(const History& history, std::vector<Values>& sets) const {
    for (const PastTraining& past : history.trainings) {
      if (counts(past)) sets.push_back(past.values);
    }
  }
};

}  // namespace

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

/// The old tool read every number of a table as a float, and told 12.0 from 12: what was drawn with
/// a whole number in it was never recognised. With keys = "old" it is not here either.
std::vector<Values> Lab::past_sets(const Json& past, const Model& model, const Texts& names) {
  Fields fields(past, "mut.mutations.history", ErrorKind::script);
  const Texts files = fields.texts("files").value_or(Texts{});
  const bool index = fields.boolean("index").value_or(false);
  const PastFilter filter{
      .model = model, .mode = fields.text("mode"), .old_keys = fields.text("keys") == "old"};
  fields.finish();
  std::vector<Values> sets;
  for (const std::string& file : files) filter.add(ledger_.history_of_table(file), sets);
  if (index) filter.add(ledger_.history_of_index(model), sets);
  if (filter.old_keys && draws_whole_numbers(model, names)) sets.clear();
  return sets;
}

Json Lab::mutations(const Json& request) {
  const ModelUse use = model_use(catalogue_, request.at("model"), "mutations.model");
  const auto names = request.at("names").get<std::vector<std::string>>();
  // The number of sets is no part of the key: asking for more gives the same ones first.
  PythonRandom& random = draws().next({{"mutations", use.model->name}, {"names", names}});
  std::vector<Values> history = listed_history(request);
  if (request.contains("past")) history = past_sets(request.at("past"), *use.model, names);
  const Mutations drawn = mutlua::mutations(*use.model, names, request.at("n").get<int>(),
                                            overrides_of(request), history, random);
  Json sets = Json::array();
  for (const Values& values : drawn.sets) {
    Json set = Json::array();
    for (const auto& [name, value] : values) set.push_back(Json::array({name, value}));
    sets.push_back(std::move(set));
  }
  return {{"sets", sets}, {"warnings", drawn.warnings}};
}

}  // namespace mutlua
