// SPDX-License-Identifier: MIT
#include "analysis/estimate.h"
#include "analysis/precision.h"
#include "base/fields.h"
#include "lab/lab.h"

namespace mutlua {

namespace {

std::vector<double> numbers(Fields& fields, const std::string& name) {
  std::vector<double> numbers;
  const Json* given = fields.find(name);
  if (given == nullptr) return numbers;
  for (const Json& value : *given) {
    if (!value.is_number()) fields.fail(name, "expected numbers, found " + type_name(value));
    numbers.push_back(value.get<double>());
  }
  return numbers;
}

double confidence(Fields& fields) {
  const double confidence = fields.number("confidence").value_or(kConfidence);
  if (!(confidence > 0 && confidence < 1)) {
    fields.fail("confidence", "expected a number between 0 and 1, both excluded");
  }
  return confidence;
}

}  // namespace

/// What values of finished trials tell of their mean. It touches nothing: a plan does the same.
Json Lab::estimate(const Json& request) {
  Fields fields(request, "estimate", ErrorKind::script);
  const double asked = confidence(fields);
  const std::vector<double> values = numbers(fields, "values");
  fields.finish();
  Json reply = to_json(mutlua::estimate(values, asked));
  reply["confidence"] = asked;
  return reply;
}

/// The same by a rule that may be asked while values are still measured.
Json Lab::precision(const Json& request) {
  Fields fields(request, "precision", ErrorKind::script);
  PrecisionGoal goal;
  goal.confidence = confidence(fields);
  goal.half_width = fields.number("half_width").value_or(goal.half_width);
  if (!(goal.half_width > 0)) fields.fail("half_width", "expected more than 0");
  const std::int64_t first = fields.integer("first").value_or(5);
  if (first < 2) fields.fail("first", "expected 2 or more");
  goal.first = static_cast<std::size_t>(first);
  const std::vector<double> values = numbers(fields, "values");
  fields.finish();
  return to_json(mutlua::precision(values, goal));
}

}  // namespace mutlua
