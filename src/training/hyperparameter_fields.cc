// SPDX-License-Identifier: MIT
#include "training/hyperparameter_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace mutlua {
namespace {

Hyperparameter& entry(std::vector<Hyperparameter>& list, const std::string& name) {
  const auto known = std::find_if(list.begin(), list.end(),
                                  [&](const auto& candidate) { return candidate.name == name; });
  if (known != list.end()) return *known;
  list.emplace_back();
  list.back().name = name;
  return list.back();
}

void read_type(Fields& fields, Hyperparameter& target, bool is_new) {
  const auto type = is_new ? std::optional(fields.require_text("type")) : fields.text("type");
  if (!type) return;
  if (*type != "int" && *type != "float") {
    fields.fail("type", "expected 'int' or 'float', found '" + *type + "'");
  }
  target.is_integer = *type == "int";
}

void read_default(Fields& fields, Hyperparameter& target) {
  const auto value = fields.number("default");
  if (!value) return;
  target.default_value = value;
}

void read_range(Fields& fields, Hyperparameter& target) {
  const Json* range = fields.find("range");
  if (range == nullptr) return;
  const bool pair =
      range->is_array() && range->size() == 2 && (*range)[0].is_number() && (*range)[1].is_number();
  if (!pair) fields.fail("range", "expected two numbers, [min, max]");
  const double low = (*range)[0];
  const double high = (*range)[1];
  if (!std::isfinite(low) || !std::isfinite(high)) fields.fail("range", "expected finite numbers");
  if (low > high) {
    fields.fail("range", fmt::format("min {0} is above max {1}; write [{1}, {0}]", number_text(low),
                                     number_text(high)));
  }
  target.low = low;
  target.high = high;
}

void read_distribution(Fields& fields, Hyperparameter& target) {
  if (const auto name = fields.text("distribution")) {
    if (*name != "uniform" && *name != "log_uniform") {
      fields.fail("distribution", fmt::format("unknown distribution '{}'{}", *name,
                                              suggestion(*name, {"uniform", "log_uniform"})));
    }
    target.distribution = *name == "uniform" ? Distribution::uniform : Distribution::log_uniform;
  }
}

void read_zero_probability(Fields& fields, Hyperparameter& target) {
  const auto probability = fields.number("zero_probability");
  if (!probability) return;
  if (*probability < 0 || *probability > 1) {
    fields.fail("zero_probability",
                "expected a number from 0 to 1, found " + number_text(*probability));
  }
  target.zero_probability = *probability;
}

void check_whole(const Fields& fields, const std::string& field, double value) {
  if (std::trunc(value) == value && std::fabs(value) <= 9007199254740992.0) return;
  fields.fail(field, fmt::format("{} is no whole number, but the type is int", number_text(value)));
}

/// After an override, old and new fields must still fit together.
void check(const Fields& fields, const Hyperparameter& target) {
  if (target.is_integer) {
    check_whole(fields, "default", target.default_value.value_or(0));
    check_whole(fields, "range", target.low.value_or(0));
    check_whole(fields, "range", target.high.value_or(0));
  }
  if (target.distribution == Distribution::log_uniform && target.low.value_or(1) <= 0) {
    fields.fail("range", fmt::format("a log_uniform range must begin above 0, not at {}",
                                     number_text(*target.low)));
  }
}

}  // namespace

void read_hyperparameter(Fields& fields, ErrorKind kind, const std::string& name,
                         std::vector<Hyperparameter>& list) {
  Fields inner(fields.require(name), fields.path(name), kind);
  Hyperparameter& target = entry(list, name);
  const bool is_new = target.flag.empty();
  const auto flag = is_new ? std::optional(inner.require_text("flag")) : inner.text("flag");
  if (flag && flag->empty()) inner.fail("flag", "is empty");
  if (flag) target.flag = *flag;
  read_type(inner, target, is_new);
  read_default(inner, target);
  read_range(inner, target);
  read_distribution(inner, target);
  read_zero_probability(inner, target);
  inner.finish();
  check(inner, target);
}

}  // namespace mutlua
