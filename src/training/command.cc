// SPDX-License-Identifier: MIT
#include "training/command.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <set>

#include "base/error.h"
#include "base/fields.h"

namespace mutlua {
namespace {

constexpr double kLargestWhole = 9007199254740992.0;  // 2^53: beyond, doubles skip whole numbers

[[noreturn]] void fail(const Model& model, const std::string& name, const std::string& message) {
  throw Error(ErrorKind::script, fmt::format("{}: {}: {}", model.name, name, message));
}

const Hyperparameter& known(const Model& model, const std::string& name) {
  if (const Hyperparameter* found = model.find(name)) return *found;
  throw Error(ErrorKind::script, fmt::format("{}: unknown hyperparameter '{}'{}", model.name, name,
                                             suggestion(name, model.hyperparameter_names())));
}

double checked(const Model& model, const Hyperparameter& hyperparameter, const Json& value) {
  const char* wanted = hyperparameter.is_integer ? "a whole number" : "a number";
  if (!value.is_number()) {
    fail(model, hyperparameter.name,
         fmt::format("expected {}, found {}", wanted, type_name(value)));
  }
  const double number = value.get<double>();
  if (!std::isfinite(number)) fail(model, hyperparameter.name, "expected a finite number");
  const bool whole = std::trunc(number) == number && std::fabs(number) <= kLargestWhole;
  if (hyperparameter.is_integer && !whole) {
    fail(model, hyperparameter.name, "expected a whole number, found " + number_text(number));
  }
  return number;
}

std::optional<std::string> range_warning(const Model& model, const Hyperparameter& hyperparameter,
                                         double value) {
  if (!hyperparameter.low || !hyperparameter.high) return std::nullopt;
  if (value >= *hyperparameter.low && value <= *hyperparameter.high) return std::nullopt;
  if (hyperparameter.default_value == value) return std::nullopt;
  if (value == 0 && hyperparameter.zero_probability > 0) return std::nullopt;
  return fmt::format("{}: {} = {} is outside of the catalogue's range [{}, {}]", model.name,
                     hyperparameter.name, number_text(value), number_text(*hyperparameter.low),
                     number_text(*hyperparameter.high));
}

void append(Texts& argv, const Texts& more) { argv.insert(argv.end(), more.begin(), more.end()); }

}  // namespace

std::vector<std::string> check_values(const Model& model, const Values& values) {
  std::vector<std::string> warnings;
  std::set<std::string> seen;
  for (const auto& [name, value] : values) {
    const Hyperparameter& hyperparameter = known(model, name);
    if (!seen.insert(name).second) fail(model, name, "is given twice");
    const double number = checked(model, hyperparameter, value);
    if (auto warning = range_warning(model, hyperparameter, number)) warnings.push_back(*warning);
  }
  return warnings;
}

std::string value_text(const Hyperparameter& hyperparameter, const Json& value,
                       std::optional<int> decimals) {
  const double number = value.get<double>();
  if (hyperparameter.is_integer) return std::to_string(static_cast<std::int64_t>(number));
  return decimals ? fmt::format("{:.{}f}", number, *decimals) : number_text(number);
}

Json passed_value(const Hyperparameter& hyperparameter, const Json& value,
                  std::optional<int> decimals) {
  if (!decimals || hyperparameter.is_integer) return value;
  const std::string text = value_text(hyperparameter, value, decimals);
  double passed = 0;
  std::from_chars(text.data(), text.data() + text.size(), passed);
  return passed;
}

Command command_for(const Model& model, const Values& values, std::optional<int> decimals) {
  Command command{{}, model.environment, model.path};
  append(command.argv, model.prefix);
  append(command.argv, model.command);
  if (!model.model_flag.empty() && model.model != "default") {
    append(command.argv, {model.model_flag, model.model});
  }
  append(command.argv, model.required_arguments);
  for (const auto& [name, value] : values) {
    const Hyperparameter& hyperparameter = known(model, name);
    append(command.argv, {hyperparameter.flag, value_text(hyperparameter, value, decimals)});
  }
  return command;
}

}  // namespace mutlua
