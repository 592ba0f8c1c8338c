// SPDX-License-Identifier: MIT
#include "legacy/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/fields.h"
#include "legacy/utf8.h"

namespace mutlua {
namespace {

[[noreturn]] void fail_empty(const std::string& where, const Model& model) {
  throw CannotRun(where, fmt::format("nothing to mutate; hyperparameters of {}: {}", model.name,
                                     fmt::join(model.hyperparameter_names(), ", ")));
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// "epochs, seed" as the list that was meant. The old tool took the letters of a text for names,
/// except of "all".
Json list_of(const std::string& text, const std::string& where, const LegacyContext& context) {
  if (text == "all") return Json::array({"all"});
  if (context.strict) throw CannotRun(where, "expected a list of names, found a text");
  Json list = Json::array();
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    list.push_back(trimmed(text.substr(start, end - start)));
    start = end + 1;
  }
  context.warn(where, "a text; read as a list of names");
  return list;
}

Texts known_ones(const Json& list, const std::string& where, const Model& model,
                 const LegacyContext& context) {
  Texts names;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string path = fmt::format("{}[{}]", where, i);
    if (!list[i].is_string()) {
      context.warn(path, "left out: expected a name, found " + type_name(list[i]));
      continue;
    }
    const auto name = list[i].get<std::string>();
    if (model.find(name) != nullptr) {
      names.push_back(name);
    } else {
      context.warn(path, fmt::format("left out: {} has no hyperparameter '{}'{}", model.name, name,
                                     suggestion(valid_utf8(name), model.hyperparameter_names())));
    }
  }
  return names;
}

Distribution distribution_from(const std::string& word, const std::string& where) {
  if (word == "uniform") return Distribution::uniform;
  if (word == "log_uniform") return Distribution::log_uniform;
  throw CannotRun(where, "expected uniform or log_uniform, found '" + word + "'");
}

double end_of(LegacyObject& fields, const std::string& name, std::optional<double> usual) {
  const Json* value = fields.take(name);
  if (value != nullptr && value->is_number()) return value->get<double>();
  if (value != nullptr) {
    throw CannotRun(fields.path(name), "expected a number, found " + type_name(*value));
  }
  if (usual) return *usual;
  throw CannotRun(fields.path(name), "is missing, and the catalogue has no range either");
}

void check_range(const LegacyRange& range, const std::string& where) {
  const bool whole = std::trunc(range.low) == range.low && std::trunc(range.high) == range.high;
  if (range.low > range.high) throw CannotRun(where, "min is above max");
  if (range.integer && !whole) throw CannotRun(where, "expected whole numbers");
  if (range.distribution == Distribution::log_uniform && range.low <= 0) {
    throw CannotRun(where, "a log_uniform range must begin above 0");
  }
}

/// Nothing where the object says nothing of the range.
std::optional<LegacyRange> range_from(const Json& json, const std::string& where,
                                      const Hyperparameter& hyperparameter,
                                      const LegacyContext& context) {
  if (!json.is_object() || json.empty()) return std::nullopt;
  LegacyObject fields(json, where);
  LegacyRange range{.name = hyperparameter.name, .distribution = hyperparameter.distribution};
  range.integer = hyperparameter.is_integer;
  if (const auto word = fields.take_text("distribution")) {
    range.distribution = distribution_from(*word, fields.path("distribution"));
  }
  range.low = end_of(fields, "min", hyperparameter.low);
  range.high = end_of(fields, "max", hyperparameter.high);
  check_range(range, where);
  for (const std::string& key : fields.unread()) {
    context.warn(fields.path(key), "unknown, ignored; known: distribution, min, max");
  }
  return range;
}

MutatedNames read_object(const Json& object, const std::string& where, const Model& model,
                         const LegacyContext& context) {
  MutatedNames result;
  for (const auto& item : object.items()) {
    const std::string path = where + "." + item.key();
    const Hyperparameter* known = model.find(item.key());
    if (item.key() == "all") return {.names = {"all"}, .ranges = {}};
    if (known == nullptr) {
      context.warn(path,
                   fmt::format("left out: {} has no such hyperparameter{}", model.name,
                               suggestion(valid_utf8(item.key()), model.hyperparameter_names())));
      continue;
    }
    result.names.push_back(item.key());
    if (auto range = range_from(item.value(), path, *known, context)) {
      result.ranges.push_back(*range);
    }
  }
  if (result.names.empty()) fail_empty(where, model);
  return result;
}

}  // namespace

MutatedNames read_mutate(const Json& value, const std::string& where, const Model& model,
                         const LegacyContext& context) {
  const Json list = value.is_string() ? list_of(value.get<std::string>(), where, context) : value;
  if (!list.is_array()) {
    throw CannotRun(where, "expected a list of names, found " + type_name(value));
  }
  if (std::find(list.begin(), list.end(), "all") != list.end()) {
    return {.names = {"all"}, .ranges = {}};
  }
  MutatedNames result{.names = known_ones(list, where, model, context), .ranges = {}};
  if (result.names.empty()) fail_empty(where, model);
  return result;
}

MutatedNames read_mutate_params(const Json& value, const std::string& where, const Model& model,
                                const LegacyContext& context) {
  if (value.is_object()) return read_object(value, where, model, context);
  return read_mutate(value, where, model, context);
}

}  // namespace mutlua
