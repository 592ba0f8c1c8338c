// SPDX-License-Identifier: MIT
#include "legacy/columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "legacy/lua_text.h"

namespace mutlua {
namespace {

/// Whether two rows of those that pass give different values.
template <typename Passes, typename Value>
bool differs(const ScriptRows& rows, Passes passes, Value value) {
  const ScriptRow* first = nullptr;
  for (const ScriptRow& row : rows.rows) {
    if (!passes(row)) continue;
    if (first == nullptr) first = &row;
    if (!(value(row) == value(*first))) return true;
  }
  return false;
}

const char* kind_of(const LegacyRange& range) {
  if (range.distribution == Distribution::log_uniform) return "log_uniform";
  return range.integer ? "integers" : "uniform";
}

}  // namespace

ScriptColumns columns_of(const ScriptRows& rows) {
  const auto all = [](const ScriptRow&) { return true; };
  const auto mutated = [](const ScriptRow& row) { return !row.entry.mutated.empty(); };
  const auto fixed = [](const ScriptRow& row) { return row.entry.mutated.empty(); };
  const auto runs = [](const ScriptRow& row) { return row.entry.runs; };
  ScriptColumns columns;
  columns.foreground = differs(rows, all, [](const auto& row) { return row.entry.foreground; });
  columns.background = differs(rows, all, [](const auto& row) { return row.entry.background; });
  const auto loaded = [](const ScriptRow& row) { return row.entry.background.has_value(); };
  columns.load = columns.background &&
                 std::count_if(rows.rows.begin(), rows.rows.end(), loaded) > 1 &&
                 !differs(rows, loaded, [](const auto& row) { return row.entry.background; });
  columns.names = differs(
      rows, all, [](const auto& row) { return std::pair(row.entry.mutated, row.one_by_one); });
  columns.sets = differs(rows, mutated, runs);
  columns.replicates = differs(rows, fixed, runs);
  columns.ranges = differs(rows, mutated, [](const auto& row) { return row.entry.ranges; });
  columns.timeout = differs(rows, all, [](const auto& row) { return row.entry.timeout_seconds; });
  return columns;
}

LuaNode names_expression(const ScriptRow& row, bool as_list) {
  if (as_list) return lua_strings(row.one_by_one);
  const auto& names = row.entry.mutated;
  return names.size() == 1 ? LuaNode{.text = lua_string(names.front())} : lua_strings(names);
}

LuaNode ranges_expression(const std::vector<LegacyRange>& ranges) {
  LuaNode node{.text = "", .table = true, .packed = true};
  for (const LegacyRange& range : ranges) {
    node.items.push_back(
        lua_field(range.name, fmt::format("mut.{}({}, {})", kind_of(range), lua_number(range.low),
                                          lua_number(range.high))));
  }
  return node;
}

LuaNode row_expression(const ScriptRow& row, const ScriptColumns& columns, bool names_as_lists,
                       const ScriptStyle& style) {
  const LegacyEntry& entry = row.entry;
  LuaNode node{.text = "", .table = true, .remarks = entry.remarks, .packed = true};
  const auto field = [&](const char* name, LuaNode value) {
    node.items.push_back(lua_field(name, std::move(value)));
  };
  const bool mutated = !entry.mutated.empty();
  if (columns.foreground) field("foreground", model_expression(entry.foreground, style));
  if (columns.background && entry.background) {
    field("background",
          columns.load ? LuaNode{.text = "load"} : model_expression(*entry.background, style));
  }
  if (columns.names && mutated) field("mutate", names_expression(row, names_as_lists));
  if (columns.sets && mutated) field("sets", {.text = std::to_string(entry.runs)});
  if (columns.replicates && !mutated) field("replicates", {.text = std::to_string(entry.runs)});
  if (columns.ranges && !entry.ranges.empty()) field("ranges", ranges_expression(entry.ranges));
  if (columns.timeout && entry.timeout_seconds) {
    field("timeout_seconds", {.text = lua_number(*entry.timeout_seconds)});
  }
  return node;
}

}  // namespace mutlua
