// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace mutlua {

/// A Lua expression or statement that may end in a table: `text { items }after`.
struct LuaNode {
  std::string text;                       ///< Lua, on one line
  std::vector<LuaNode> items = {};        ///< of the table
  bool table = false;                     ///< a table follows, empty or not
  std::string after = {};                 ///< Lua behind the table
  std::vector<std::string> remarks = {};  ///< stand above an item, as comments
  bool packed = false;                    ///< items share lines where they do not fit into one
};

/// Lua text without a final line feed: on one line where it fits into 100 columns, else with one
/// item per line (or several, where it is packed). The first line begins after `indent` blanks,
/// which are not part of the text.
std::string lua_text(const LuaNode& node, int indent = 0);

/// `name = value` as an item.
LuaNode lua_field(const std::string& name, LuaNode value);
LuaNode lua_field(const std::string& name, const std::string& value);

/// { "a", "b" }
LuaNode lua_strings(const std::vector<std::string>& texts);

}  // namespace mutlua
