// SPDX-License-Identifier: MIT
#include "legacy/lua_table.h"

#include <algorithm>

#include "legacy/lua_text.h"

namespace mutlua {
namespace {

constexpr int kWidth = 100;

bool holds_remarks(const LuaNode& node) {
  return std::any_of(node.items.begin(), node.items.end(), [](const LuaNode& item) {
    return !item.remarks.empty() || holds_remarks(item);
  });
}

std::string on_one_line(const LuaNode& node) {
  if (!node.table) return node.text;
  std::string inside;
  for (const LuaNode& item : node.items) {
    inside += (inside.empty() ? " " : ", ") + on_one_line(item);
  }
  if (!inside.empty()) inside += ' ';
  return node.text + "{" + inside + "}" + node.after;
}

/// Lines of as many items as fit.
std::string packed_items(const LuaNode& node, int indent) {
  const std::string start = "\n" + std::string(static_cast<std::size_t>(indent), ' ');
  std::string text;
  int used = kWidth;
  for (const LuaNode& item : node.items) {
    const std::string written = lua_text(item, indent) + ",";
    const bool fits = used + 1 + columns(written) <= kWidth;
    text += (fits ? " " : start) + written;
    used = (fits ? used + 1 : indent) + columns(written);
  }
  return text.substr(1) + "\n";
}

}  // namespace

std::string lua_text(const LuaNode& node, int indent) {
  const std::string line = on_one_line(node);
  const bool fits = indent + columns(line) < kWidth;  // a comma may follow
  if (!node.table || node.items.empty() || (fits && !holds_remarks(node))) return line;
  const std::string outer(static_cast<std::size_t>(indent), ' ');
  std::string text = node.text + "{\n";
  if (node.packed) return text + packed_items(node, indent + 2) + outer + "}" + node.after;
  for (const LuaNode& item : node.items) {
    for (const std::string& remark : item.remarks) text += lua_comment(remark, indent + 2);
    text += outer + "  " + lua_text(item, indent + 2) + ",\n";
  }
  return text + outer + "}" + node.after;
}

LuaNode lua_field(const std::string& name, LuaNode value) {
  value.text.insert(0, lua_key(name) + " = ");
  return value;
}

LuaNode lua_field(const std::string& name, const std::string& value) {
  return {.text = lua_key(name) + " = " + value};
}

LuaNode lua_strings(const std::vector<std::string>& texts) {
  LuaNode list{.text = "", .table = true};
  for (const std::string& text : texts) list.items.push_back({.text = lua_string(text)});
  return list;
}

}  // namespace mutlua
