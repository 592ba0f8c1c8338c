// SPDX-License-Identifier: MIT
#include "lab/model_use.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/fields.h"

namespace mutlua {
namespace {

Values read_values(const Json& list, const std::string& where) {
  Values values;
  if (list.is_object() && list.empty()) return values;
  if (!list.is_array()) {
    throw Error(ErrorKind::script,
                fmt::format("{}: expected a list of pairs, found {}", where, type_name(list)));
  }
  for (const Json& pair : list) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string()) {
      throw Error(ErrorKind::script,
                  fmt::format("{}: expected pairs such as {{\"epochs\", 10}}", where));
    }
    values.emplace_back(pair[0].get<std::string>(), pair[1]);
  }
  return values;
}

void read_recorded(const Json& list, const std::string& where, ModelUse& use) {
  use.recorded = read_values(list, where);
  for (const auto& [name, value] : use.recorded) {
    if (!value.is_number() || use.model->find(name) != nullptr) {
      throw Error(ErrorKind::script,
                  fmt::format("{}: expected numbers of names that {} does not have", where,
                              use.model->name));
    }
  }
}

/// The name of the model's seed, unless the script gave its value; empty if it has none.
std::string drawn_seed(const ModelUse& use, const std::vector<std::string>& given) {
  std::string name = "seed";
  for (const auto& [role, hyperparameter] : use.model->roles) {
    if (role == "seed") name = hyperparameter;
  }
  const bool own = std::find(given.begin(), given.end(), name) != given.end();
  return own || use.model->find(name) == nullptr ? "" : name;
}

}  // namespace

ModelUse model_use(const Catalogue& catalogue, const Json& description, const std::string& where,
                   std::optional<int> argument_decimals) {
  Fields fields(description, where, ErrorKind::script);
  const Model& model = catalogue.find(fields.require_text("model"));
  ModelUse use{.model = &model, .values = {}, .gpus = nullptr};
  if (const Json* values = fields.find("values"))
    use.values = read_values(*values, fields.path("values"));
  if (const Json* recorded = fields.find("recorded"))
    read_recorded(*recorded, fields.path("recorded"), use);
  use.argument_decimals = argument_decimals;
  use.drawn_seed = drawn_seed(use, fields.texts("explicit").value_or(std::vector<std::string>{}));
  fields.find("varied");  // Treatment's
  if (const Json* gpus = fields.find("gpus")) use.gpus = gpu_list(*gpus, fields.path("gpus"));
  fields.finish();
  check_values(model, use.values);
  return use;
}

Json gpu_list(const Json& given, const std::string& where) {
  if (given.is_array()) return given;
  if (given.is_object() && given.empty()) return Json::array();
  throw Error(ErrorKind::script,
              fmt::format("{}: expected a list of GPUs, found {}", where, type_name(given)));
}

Command ModelUse::command() const {
  Command command = command_for(*model, values, argument_decimals);
  for (const auto& [name, value] : placement) {
    std::erase_if(command.environment, [&name = name](auto& each) { return each.first == name; });
    command.environment.emplace_back(name, value);
  }
  return command;
}

Json values_object(const Values& values) {
  Json object = Json::object();
  for (const auto& [name, value] : values) object[name] = value;
  return object;
}

Json recorded_hyperparameters(const ModelUse& use) {
  Json object = values_object(use.values);
  object.update(values_object(use.recorded));
  return object;
}

Json passed_hyperparameters(const ModelUse& use) {
  Json passed = Json::object();
  for (const auto& [name, value] : use.values)
    passed[name] = passed_value(*use.model->find(name), value, use.argument_decimals);
  return passed == recorded_hyperparameters(use) ? Json(nullptr) : passed;
}

std::vector<std::string> lost_values(const ModelUse& use) {
  std::vector<std::string> warnings;
  for (const auto& [name, value] : use.values) {
    const Json passed = passed_value(*use.model->find(name), value, use.argument_decimals);
    if (passed != 0 || value == 0) continue;
    warnings.push_back(fmt::format("{}: {} = {} is passed as 0, for want of argument_decimals",
                                   use.model->name, name, number_text(value)));
  }
  return warnings;
}

std::vector<EffectiveValue> effective_values(const ModelUse& use) {
  std::vector<EffectiveValue> result;
  for (const Hyperparameter& known : use.model->hyperparameters) {
    const auto passed = std::find_if(use.values.begin(), use.values.end(),
                                     [&](const auto& value) { return value.first == known.name; });
    if (passed != use.values.end()) {
      result.push_back({.name = known.name,
                        .value = passed_value(known, passed->second, use.argument_decimals),
                        .source = "passed"});
    } else if (known.default_value) {
      const double value = *known.default_value;
      result.push_back(
          {.name = known.name,
           .value = known.is_integer ? Json(static_cast<std::int64_t>(value)) : Json(value),
           .source = "catalogue default"});
    } else {
      result.push_back({.name = known.name, .value = nullptr, .source = "unknown"});
    }
  }
  return result;
}

ResolvedCommand resolved(const ModelUse& use, const std::filesystem::path& program_folder) {
  return resolve(*use.model, use.command(), program_folder);
}

CommandRecord command_record(const ModelUse& use, const std::filesystem::path& program_folder) {
  const Command command = resolved(use, program_folder).command;
  return {
      .argv = command.argv, .folder = command.folder.string(), .environment = command.environment};
}

}  // namespace mutlua
