// SPDX-License-Identifier: MIT
#include "training/model_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <sstream>

#include "training/hyperparameter_fields.h"
#include "training/log_pattern.h"

namespace mutlua {
namespace {

using EachField = std::function<void(Fields& inner, const std::string& name)>;

/// Calls `read` for every name inside the object `field`; nothing if it is absent.
void each(Fields& fields, ErrorKind kind, const std::string& field, const EachField& read) {
  const Json* object = fields.find(field);
  if (object == nullptr) return;
  Fields inner(*object, fields.path(field), kind);
  for (const auto& item : object->items()) {
    if (item.key().empty()) inner.fail("''", "a name is missing");
    read(inner, item.key());
  }
}

void merge(TextPairs& pairs, const std::string& name, const std::string& value) {
  for (auto& [known, old] : pairs) {
    if (known == name) {
      old = value;
      return;
    }
  }
  pairs.emplace_back(name, value);
}

void read_place(Fields& fields, Model& model) {
  const auto path = fields.text("path");
  if (!path) return;
  if (path->empty()) fields.fail("path", "is empty");
  const bool at_home = *path == "~" || path->rfind("~/", 0) == 0;
  const char* home = std::getenv("HOME");
  if (at_home && home == nullptr) fields.fail("path", "begins with ~, but HOME is not set");
  model.path = at_home ? home + path->substr(1) : *path;
}

Texts without_blank_ones(const Fields& fields, const std::string& name, Texts texts) {
  if (std::any_of(texts.begin(), texts.end(), [](const auto& text) { return text.empty(); })) {
    fields.fail(name, "holds an empty text");
  }
  return texts;
}

void read_command(Fields& fields, Model& model) {
  const auto script = fields.text("train_script");
  const auto command = fields.texts("command");
  if (script && command) fields.fail("train_script", "stands beside command; write one of them");
  if (script && script->empty()) fields.fail("train_script", "is empty");
  if (command && command->empty()) fields.fail("command", "is empty; name the program to start");
  if (script) model.command = {*script};
  if (command) model.command = without_blank_ones(fields, "command", *command);
  if (auto prefix = fields.texts("prefix")) {
    model.prefix = without_blank_ones(fields, "prefix", *prefix);
  }
  if (auto flag = fields.text("model_flag")) model.model_flag = *flag;
}

void read_required_arguments(Fields& fields, ErrorKind kind, Model& model) {
  if (fields.has("required_args")) model.required_arguments.clear();
  each(fields, kind, "required_args", [&](Fields& inner, const std::string& name) {
    std::istringstream words(inner.require_text(name));
    for (std::string word; words >> word;) model.required_arguments.push_back(word);
  });
}

void read_hyperparameters(Fields& fields, ErrorKind kind, const std::string& field, Model& model) {
  each(fields, kind, field, [&](Fields& inner, const std::string& name) {
    read_hyperparameter(inner, kind, name, model.hyperparameters);
  });
}

std::string usable_pattern(Fields& fields, const std::string& name) {
  const std::string pattern = fields.require_text(name);
  const std::string problem = pattern_problem(pattern);
  if (!problem.empty()) fields.fail(name, problem);
  return pattern;
}

void read_metrics(Fields& fields, ErrorKind kind, const std::string& field, Model& model) {
  each(fields, kind, field, [&](Fields& inner, const std::string& name) {
    const std::string pattern = usable_pattern(inner, name);
    for (Metric& metric : model.metrics) {
      if (metric.name == name) {
        metric.pattern = pattern;
        return;
      }
    }
    model.metrics.push_back({name, pattern});
  });
}

void read_all_metrics(Fields& fields, ErrorKind kind, Model& model) {
  if (const Json* performance = fields.find("performance_metrics")) {
    Fields inner(*performance, fields.path("performance_metrics"), kind);
    read_metrics(inner, kind, "log_patterns", model);
    inner.finish();
  }
  read_metrics(fields, kind, "metrics", model);
}

void read_epoch(Fields& fields, ErrorKind kind, Model& model) {
  const Json* epoch = fields.find("epoch");
  if (epoch != nullptr && fields.has("epoch_pattern")) {
    fields.fail("epoch_pattern", "stands beside epoch; write one of them");
  }
  fields.find("epoch_pattern");
  if (fields.has("epoch_pattern")) model.epoch = {usable_pattern(fields, "epoch_pattern"), false};
  if (epoch == nullptr) return;
  Fields inner(*epoch, fields.path("epoch"), kind);
  const std::string pattern = usable_pattern(inner, "pattern");
  const std::string at = inner.text("at").value_or("end");
  if (at != "start" && at != "end")
    inner.fail("at", "expected 'start' or 'end', found '" + at + "'");
  inner.finish();
  model.epoch = {pattern, at == "start"};
}

void read_environment(Fields& fields, ErrorKind kind, Model& model) {
  each(fields, kind, "env", [&](Fields& inner, const std::string& name) {
    if (name.find('=') != std::string::npos) inner.fail(name, "a variable's name holds no '='");
    merge(model.environment, name, inner.require_text(name));
  });
}

void read_roles(Fields& fields, ErrorKind kind, Model& model) {
  each(fields, kind, "roles", [&](Fields& inner, const std::string& role) {
    const std::string name = inner.require_text(role);
    if (model.find(name) == nullptr) {
      inner.fail(role, fmt::format("unknown hyperparameter '{}'{}", name,
                                   suggestion(name, model.hyperparameter_names())));
    }
    merge(model.roles, role, name);
  });
}

void read_positive(Fields& fields, const std::string& name, std::optional<double>& target) {
  const auto value = fields.number(name);
  if (!value) return;
  if (*value <= 0) fields.fail(name, "expected a number above 0, found " + number_text(*value));
  target = value;
}

void read_needs(Fields& fields, Model& model) {
  read_positive(fields, "timeout_seconds", model.timeout_seconds);
  read_positive(fields, "memory_mb", model.memory_mb);
  read_positive(fields, "seconds_per_epoch", model.seconds_per_epoch);
  read_positive(fields, "gpu_percent", model.gpu_percent);
  if (model.gpu_percent > 100) fields.fail("gpu_percent", "is above 100");
}

/// Checked, and kept as it was written: the protocol reads it.
Json waits(Fields& protocol, ErrorKind kind, const std::string& name) {
  const Json* object = protocol.find(name);
  if (object == nullptr) return nullptr;
  Fields inner(*object, protocol.path(name), kind);
  for (const char* field : {"seconds", "most_seconds"}) {
    if (inner.number(field).value_or(0) < 0) inner.fail(field, "is below 0");
  }
  if (name == "settle") inner.boolean("first_epoch");
  inner.finish();
  return *object;
}

void read_protocol(Fields& fields, ErrorKind kind, Model& model) {
  const Json* object = fields.find("protocol");
  if (object == nullptr) return;
  Fields inner(*object, fields.path("protocol"), kind);
  if (Json cooling = waits(inner, kind, "cooling"); !cooling.is_null()) model.cooling = cooling;
  if (Json settle = waits(inner, kind, "settle"); !settle.is_null()) model.settle = settle;
  inner.finish();
}

}  // namespace

void read_model_fields(Fields& fields, ErrorKind kind, Model& model) {
  read_place(fields, model);
  read_command(fields, model);
  read_required_arguments(fields, kind, model);
  read_hyperparameters(fields, kind, "supported_hyperparams", model);
  read_hyperparameters(fields, kind, "hyperparameters", model);
  read_all_metrics(fields, kind, model);
  read_epoch(fields, kind, model);
  read_environment(fields, kind, model);
  read_roles(fields, kind, model);
  read_needs(fields, model);
  read_protocol(fields, kind, model);
  if (auto note = fields.text("note")) model.note = *note;
}

void check_complete(const Fields& fields, const Model& model) {
  if (model.command.empty()) fields.fail("command", "is missing; name the program to start");
  for (auto one = model.hyperparameters.begin(); one != model.hyperparameters.end(); ++one) {
    const bool names_model = one->flag == model.model_flag;
    const auto twin = std::find_if(model.hyperparameters.begin(), one,
                                   [&](const auto& other) { return other.flag == one->flag; });
    if (!names_model && twin == one) continue;
    fields.fail("hyperparameters." + one->name + ".flag",
                fmt::format("{} is already the flag of {}", one->flag,
                            names_model ? "the model" : twin->name));
  }
}

void check_name(const Fields& fields, const std::string& field, const std::string& name) {
  const bool bad = name.empty() || name[0] == '.' || name[0] == '-' ||
                   std::any_of(name.begin(), name.end(), [](char c) {
                     return static_cast<unsigned char>(c) <= ' ' || c == '/' || c == '\x7f';
                   });
  if (bad) {
    fields.fail(field, "a name must not be empty, begin with '.' or '-', or hold '/' or blanks");
  }
}

}  // namespace mutlua
