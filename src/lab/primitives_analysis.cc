// SPDX-License-Identifier: MIT
#include "analysis/estimate.h"
#include "base/fields.h"
#include "lab/lab.h"

namespace mutlua {

/// What values of finished trials tell of their mean. It touches nothing: a plan does the same.
Json Lab::estimate(const Json& request) {
  Fields fields(request, "estimate", ErrorKind::script);
  const double confidence = fields.number("confidence").value_or(kConfidence);
  if (!(confidence > 0 && confidence < 1)) {
    fields.fail("confidence", "expected a number between 0 and 1, both excluded");
  }
  const Json* given = fields.find("values");
  fields.finish();
  std::vector<double> values;
  if (given != nullptr) {
    for (const Json& value : *given) {
      if (!value.is_number()) fields.fail("values", "expected numbers, found " + type_name(value));
      values.push_back(value.get<double>());
    }
  }
  Json reply = to_json(mutlua::estimate(values, confidence));
  reply["confidence"] = confidence;
  return reply;
}

}  // namespace mutlua
