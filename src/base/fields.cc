// SPDX-License-Identifier: MIT
#include "base/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace mutlua {
namespace {

/// Levenshtein distance, case ignored.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = std::tolower(static_cast<unsigned char>(a[i - 1])) ==
                        std::tolower(static_cast<unsigned char>(b[j - 1]));
      const std::size_t replaced = diagonal + (same ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest(const std::string& name, const std::vector<std::string>& known) {
  std::string best;
  std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const std::size_t here = distance(name, candidate);
    if (here < least) {
      least = here;
      best = candidate;
    }
  }
  return best;
}

std::string suggestion(const std::string& name, const std::vector<std::string>& known) {
  const std::string near = nearest(name, known);
  if (!near.empty()) return fmt::format("; did you mean '{}'?", near);
  if (known.empty()) return "; none is known here";
  return fmt::format("; known: {}", fmt::join(known, ", "));
}

std::string type_name(const Json& value) {
  if (value.is_null()) return "nothing";
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_number()) return "the number " + number_text(value);
  if (value.is_array()) return "a list";
  if (value.is_object()) return "a table";
  std::string text = value.get<std::string>();
  if (text.size() > 40) text = text.substr(0, 37) + "...";
  return "the text '" + text + "'";
}

Fields::Fields(const Json& object, std::string where, ErrorKind kind)
    : object_(object), where_(std::move(where)), kind_(kind) {
  const bool empty_list = object.is_array() && object.empty();  // Lua's {} may arrive as a list
  if (!object.is_object() && !empty_list) {
    throw Error(kind,
                fmt::format("{}: expected named fields, found {}", where_, type_name(object)));
  }
}

bool Fields::has(const std::string& name) const {
  return object_.is_object() && object_.contains(name) && !object_.at(name).is_null();
}

const Json* Fields::find(const std::string& name) {
  known_.push_back(name);
  return has(name) ? &object_.at(name) : nullptr;
}

const Json& Fields::require(const std::string& name) {
  const Json* value = find(name);
  if (value == nullptr) fail(name, "is missing");
  return *value;
}

std::optional<std::string> Fields::text(const std::string& name) {
  const Json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) fail(name, "expected a text, found " + type_name(*value));
  return value->get<std::string>();
}

std::optional<double> Fields::number(const std::string& name) {
  const Json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) fail(name, "expected a number, found " + type_name(*value));
  const double number = value->get<double>();
  if (!std::isfinite(number)) fail(name, "expected a finite number");
  return number;
}

std::optional<std::int64_t> Fields::integer(const std::string& name) {
  const std::optional<double> value = number(name);
  if (!value) return std::nullopt;
  if (std::nearbyint(*value) != *value || std::fabs(*value) > 9007199254740992.0) {
    fail(name, "expected a whole number, found " + number_text(*value));
  }
  return static_cast<std::int64_t>(*value);
}

std::optional<bool> Fields::boolean(const std::string& name) {
  const Json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_boolean()) fail(name, "expected true or false, found " + type_name(*value));
  return value->get<bool>();
}

std::optional<std::vector<std::string>> Fields::texts(const std::string& name) {
  const Json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_object() && value->empty()) return std::vector<std::string>{};
  if (!value->is_array()) fail(name, "expected a list of texts, found " + type_name(*value));
  std::vector<std::string> result;
  for (std::size_t i = 0; i < value->size(); ++i) {
    const Json& item = (*value)[i];
    if (!item.is_string()) {
      fail(fmt::format("{}[{}]", name, i), "expected a text, found " + type_name(item));
    }
    result.push_back(item.get<std::string>());
  }
  return result;
}

std::string Fields::require_text(const std::string& name) {
  require(name);
  return *text(name);
}

void Fields::finish() const {
  if (!object_.is_object()) return;
  for (auto it = object_.begin(); it != object_.end(); ++it) {
    if (std::find(known_.begin(), known_.end(), it.key()) == known_.end()) {
      throw Error(kind_,
                  fmt::format("{}: unknown field{}", path(it.key()), suggestion(it.key(), known_)));
    }
  }
}

void Fields::fail(const std::string& name, const std::string& message) const {
  throw Error(kind_, fmt::format("{}: {}", path(name), message));
}

std::string Fields::path(const std::string& name) const {
  return where_.empty() ? name : fmt::format("{}.{}", where_, name);
}

}  // namespace mutlua
