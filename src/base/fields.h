// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/json.h"

namespace mutlua {

/// The entry of `known` most like `name`; empty if none is near. For "did you mean".
std::string nearest(const std::string& name, const std::vector<std::string>& known);

/// ", did you mean 'x'?" or "; known: a, b, c": what follows "unknown NAME" in a message.
std::string suggestion(const std::string& name, const std::vector<std::string>& known);

/// Reads the fields of one JSON object strictly: each read names the type that it wants, and
/// finish() refuses what nobody asked for. Messages name the place: "models.x.epochs.range[1]:
/// ...". Throws Error(kind). A null counts as absent.
class Fields {
 public:
  Fields(const Json& object, std::string where, ErrorKind kind);

  bool has(const std::string& name) const;
  /// The raw value, or nullptr; marks the field as known.
  const Json* find(const std::string& name);
  const Json& require(const std::string& name);

  std::optional<std::string> text(const std::string& name);
  std::optional<double> number(const std::string& name);
  std::optional<std::int64_t> integer(const std::string& name);
  std::optional<bool> boolean(const std::string& name);
  /// A list of texts; an empty object counts as an empty list, as Lua cannot tell them apart.
  std::optional<std::vector<std::string>> texts(const std::string& name);

  std::string require_text(const std::string& name);

  /// Throws for the first field that no call above asked for, with the nearest known name.
  void finish() const;

  /// Throws Error(kind) "WHERE.name: message".
  [[noreturn]] void fail(const std::string& name, const std::string& message) const;
  std::string path(const std::string& name) const;

 private:
  const Json& object_;
  std::string where_;
  ErrorKind kind_;
  std::vector<std::string> known_;
};

/// "a number", "a list", ...: what a value is, for messages.
std::string type_name(const Json& value);

}  // namespace mutlua
