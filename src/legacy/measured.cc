// SPDX-License-Identifier: MIT
#include "legacy/measured.h"

#include <algorithm>

#include "base/fields.h"
#include "legacy/keys.h"
#include "legacy/model_reference.h"
#include "legacy/names.h"

namespace mutlua {
namespace {

class Measured {
 public:
  Measured(LegacyObject& object, const LegacyContext& context)
      : object_(object), context_(context), model_(model_named(object, context)) {
    entry_.foreground.model = model_.name;
  }

  LegacyEntry read(LegacyMode mode) {
    if (mode == LegacyMode::mutation) read_names();
    read_fixed("hyperparameters");
    read_fixed("fixed_hyperparams");
    drop_fixed_ones_that_are_mutated();
    return std::move(entry_);
  }

 private:
  void read_names() {
    MutatedNames mutated{.names = {"all"}, .ranges = {}};
    if (const Json* names = object_.take("mutate")) {
      mutated = read_mutate(*names, object_.path("mutate"), model_, context_);
    } else if (const Json* parameters = object_.take("mutate_params")) {
      context_.warn(object_.path("mutate_params"), "read as mutate");
      mutated = read_mutate_params(*parameters, object_.path("mutate_params"), model_, context_);
    }
    entry_.mutated = mutated.names;
    entry_.ranges = mutated.ranges;
  }

  void read_fixed(const std::string& key) {
    const Json* values = object_.take(key);
    if (values == nullptr) return;
    const std::string where = object_.path(key);
    if (key == "fixed_hyperparams") context_.warn(where, "read as hyperparameters");
    if (!entry_.mutated.empty() && !values->empty()) {
      context_.warn(where, "passed beside the mutated values; the old tool ignored it there");
    }
    read_values(*values, where, model_, context_, entry_.foreground);
  }

  void drop_fixed_ones_that_are_mutated() {
    const auto& names = entry_.mutated;
    if (names.empty()) return;
    std::erase_if(entry_.foreground.values, [&](const auto& value) {
      return names.front() == "all" ||
             std::find(names.begin(), names.end(), value.first) != names.end();
    });
  }

  LegacyObject& object_;
  const LegacyContext& context_;
  const Model& model_;
  LegacyEntry entry_;
};

}  // namespace

LegacyEntry read_measured(LegacyObject& object, LegacyMode mode, const LegacyContext& context) {
  return Measured(object, context).read(mode);
}

std::optional<double> take_timeout(LegacyObject& object, const LegacyContext& context) {
  const Json* value = object.take("timeout");
  if (value == nullptr) return std::nullopt;
  const bool positive = value->is_number() && value->get<double>() > 0;
  if (!positive) {
    throw CannotRun(object.path("timeout"), "expected seconds above 0, found " + type_name(*value));
  }
  context.warn(object.path("timeout"), "read as timeout_seconds; the old tool had no time limit");
  return value->get<double>();
}

LegacyTraining read_background(LegacyObject& object, const LegacyContext& context) {
  LegacyTraining training;
  const Model& model = model_named(object, context);
  training.model = model.name;
  for (const char* key : {"hyperparameters", "fixed_hyperparams"}) {
    if (const Json* values = object.take(key)) {
      read_values(*values, object.path(key), model, context, training);
    }
  }
  report_unread(object, LegacyPlace::background, context);
  return training;
}

}  // namespace mutlua
