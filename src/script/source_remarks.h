// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace mutlua {

/// A place in Lua source that a reader would remark on.
struct SourceRemark {
  enum class Kind {
    unused_local,       ///< nothing reads it
    thrown_away_model,  ///< `model:with { ... }` makes a new model, which nothing keeps
  };
  Kind kind = Kind::unused_local;
  std::string name;  ///< of the local; "model:with"
  int line = 0;      ///< from 1
};

/// All such places of a Lua file's text, by line. What is in doubt is not remarked on; parameters
/// and names that begin with '_' are not looked at. Nothing is run. Empty for text that is not Lua.
/// Throws Error(internal).
std::vector<SourceRemark> source_remarks(const std::string& text);

}  // namespace mutlua
