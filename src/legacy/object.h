// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include "base/json.h"
#include "legacy/diagnostic.h"
#include "training/catalogue.h"

namespace mutlua {

/// What the readers of one settings file share.
struct LegacyContext {
  const Catalogue& catalogue;
  bool strict;  ///< read as the old tool did
  Diagnostics& diagnostics;

  void note(const std::string& where, const std::string& message) const;
  void warn(const std::string& where, const std::string& message) const;
  void fail(const std::string& where, const std::string& message) const;
};

/// Why an experiment cannot be run: it is left out, and the others are run.
class CannotRun : public std::runtime_error {
 public:
  CannotRun(std::string where, const std::string& message)
      : std::runtime_error(message), where_(std::move(where)) {}
  const std::string& where() const { return where_; }

 private:
  std::string where_;
};

/// One object of a settings file, which remembers what was asked of it. A null counts as absent.
class LegacyObject {
 public:
  /// A value that is no object has no keys.
  LegacyObject(const Json& object, std::string where);

  bool has(const std::string& name) const { return look(name) != nullptr; }
  /// The value or nullptr; the key counts as read.
  const Json* take(const std::string& name);
  /// The value or nullptr.
  const Json* look(const std::string& name) const;
  /// Counts a key as read.
  void skip(const std::string& name) { read_.insert(name); }
  /// take() for a text; throws CannotRun for another type.
  std::optional<std::string> take_text(const std::string& name);

  /// "experiments[0].foreground.mutate"; the name alone at the top.
  std::string path(const std::string& name) const;
  const std::string& where() const { return where_; }
  const Json& json() const { return *object_; }
  /// Keys that nobody has read, in the file's order.
  std::vector<std::string> unread() const;

 private:
  const Json* object_;
  std::string where_;
  std::set<std::string> read_;
};

/// A whole number of 0 or more, at most a million. Throws CannotRun for anything else; the strict
/// reading takes a negative one for 0, as the old tool did.
int count_from(const Json& value, const std::string& where, bool strict);

}  // namespace mutlua
