// SPDX-License-Identifier: MIT
#include "legacy/object.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/fields.h"
#include "legacy/utf8.h"

namespace mutlua {

void LegacyContext::note(const std::string& where, const std::string& message) const {
  diagnostics.push_back({DiagnosticKind::note, valid_utf8(where), valid_utf8(message)});
}

void LegacyContext::warn(const std::string& where, const std::string& message) const {
  diagnostics.push_back({DiagnosticKind::warning, valid_utf8(where), valid_utf8(message)});
}

void LegacyContext::fail(const std::string& where, const std::string& message) const {
  diagnostics.push_back({DiagnosticKind::error, valid_utf8(where), valid_utf8(message)});
}

LegacyObject::LegacyObject(const Json& object, std::string where)
    : object_(&object), where_(std::move(where)) {}

const Json* LegacyObject::look(const std::string& name) const {
  if (!object_->is_object()) return nullptr;
  const auto found = object_->find(name);
  return found == object_->end() || found->is_null() ? nullptr : &*found;
}

const Json* LegacyObject::take(const std::string& name) {
  skip(name);
  return look(name);
}

std::optional<std::string> LegacyObject::take_text(const std::string& name) {
  const Json* value = take(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  throw CannotRun(path(name), "expected a text, found " + type_name(*value));
}

std::string LegacyObject::path(const std::string& name) const {
  return where_.empty() ? name : where_ + "." + name;
}

std::vector<std::string> LegacyObject::unread() const {
  std::vector<std::string> names;
  if (!object_->is_object()) return names;
  for (const auto& item : object_->items()) {
    if (!read_.contains(item.key())) names.push_back(item.key());
  }
  return names;
}

int count_from(const Json& value, const std::string& where, bool strict) {
  constexpr double kMost = 1e6;
  const double number = value.is_number() ? value.get<double>() : std::nan("");
  const bool whole = std::nearbyint(number) == number && (!strict || value.is_number_integer());
  if (!whole || number > kMost || (number < 0 && !strict)) {
    throw CannotRun(where, "expected a whole number from 0 to 1000000, found " + type_name(value));
  }
  return static_cast<int>(std::max(number, 0.0));
}

}  // namespace mutlua
