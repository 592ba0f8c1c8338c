// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "base/fields.h"
#include "base/python_number.h"
#include "legacy/model_reference.h"
#include "legacy/utf8.h"

namespace mutlua {
namespace {

constexpr double kMostWhole = 9007199254740992;  // 2^53: beyond it Lua's numbers have gaps

double number_from(const Json& value, const std::string& where, const LegacyContext& context) {
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) {
    if (const auto number = finite_python_number(value.get<std::string>())) {
      context.warn(where, "a text; read as the number " + number_text(*number));
      return *number;
    }
  }
  throw CannotRun(where, "expected a number, found " + type_name(value));
}

Json passed(const Hyperparameter& hyperparameter, double number, const std::string& where,
            const LegacyContext& context) {
  if (!hyperparameter.is_integer) return number;
  if (std::fabs(number) > kMostWhole) throw CannotRun(where, "is beyond 2^53");
  if (std::trunc(number) != number) {
    context.warn(where, fmt::format("{} is a whole number: {} is passed as {}", hyperparameter.name,
                                    number_text(number), number_text(std::trunc(number))));
  }
  return static_cast<std::int64_t>(std::trunc(number));
}

void leave_out(const std::string& name, const Json& value, const std::string& where,
               const Model& model, const LegacyContext& context, LegacyTraining& training) {
  const std::string why = fmt::format("{} has no such hyperparameter", model.name);
  if (!context.strict || !value.is_number()) {
    context.warn(where,
                 "left out: " + why + suggestion(valid_utf8(name), model.hyperparameter_names()));
    return;
  }
  context.warn(where, "recorded, and never passed: " + why);
  training.recorded.emplace_back(valid_utf8(name), value);
}

}  // namespace

void read_values(const Json& values, const std::string& where, const Model& model,
                 const LegacyContext& context, LegacyTraining& training) {
  if (!values.is_object()) {
    throw CannotRun(where, "expected named values, found " + type_name(values));
  }
  for (const auto& item : values.items()) {
    const std::string path = where + "." + item.key();
    const Hyperparameter* known = model.find(item.key());
    if (known == nullptr) {
      leave_out(item.key(), item.value(), path, model, context, training);
      continue;
    }
    const Json value = passed(*known, number_from(item.value(), path, context), path, context);
    const auto same = std::find_if(training.values.begin(), training.values.end(),
                                   [&](const auto& pair) { return pair.first == item.key(); });
    if (same == training.values.end()) {
      training.values.emplace_back(item.key(), value);
    } else {
      same->second = value;
    }
  }
}

}  // namespace mutlua
