// SPDX-License-Identifier: MIT
#include "legacy/loop.h"

#include <fmt/format.h>

#include <algorithm>

namespace mutlua {
namespace {

const ScriptRow& first_that(const ScriptRows& rows, bool mutates) {
  return *std::find_if(rows.rows.begin(), rows.rows.end(),
                       [&](const ScriptRow& row) { return row.entry.mutated.empty() != mutates; });
}

/// The fields of study:add that are the same whether values are drawn or not.
LuaNode addition(const ScriptLoop& loop, const std::string& foreground) {
  LuaNode add{.text = "study:add ",
              .items = {lua_field("foreground", foreground)},
              .table = true,
              .packed = true};
  if (loop.rows.any_background()) add.items.push_back(lua_field("background", "background"));
  const auto& timeout = loop.rows.rows.front().entry.timeout_seconds;
  if (loop.columns.timeout) {
    add.items.push_back(lua_field("timeout_seconds", "experiment.timeout_seconds"));
  } else if (timeout) {
    add.items.push_back(lua_field("timeout_seconds", lua_number(*timeout)));
  }
  return add;
}

void write_fixed(const ScriptLoop& loop, ScriptLines& lines) {
  LuaNode add = addition(loop, "foreground");
  const int runs = first_that(loop.rows, false).entry.runs;
  if (loop.columns.replicates) {
    add.items.push_back(lua_field("replicates", "experiment.replicates"));
  } else if (runs > 1) {
    add.items.push_back(lua_field("replicates", std::to_string(runs)));
  }
  lines.add(add);
}

std::string mode_expression(const ScriptRows& rows) {
  if (rows.all_backgrounds()) return "\"parallel\"";
  return rows.any_background() ? "background and \"parallel\" or \"sequential\"" : "\"sequential\"";
}

/// The options of mut.mutations; without items there are none.
LuaNode draw_options(const ScriptLoop& loop) {
  LuaNode options{.text = "", .table = true, .packed = true};
  const auto& ranges = first_that(loop.rows, true).entry.ranges;
  if (loop.columns.ranges) {
    options.items.push_back(lua_field("ranges", "experiment.ranges"));
  } else if (!ranges.empty()) {
    options.items.push_back(lua_field("ranges", ranges_expression(ranges)));
  }
  if (loop.style.history) {
    LuaNode history{
        .text = "",
        .items = {lua_field("files", "history"), lua_field("mode", mode_expression(loop.rows))},
        .table = true};
    if (loop.style.strict) history.items.push_back(lua_field("keys", "\"old\""));
    options.items.push_back(lua_field("history", history));
  }
  return options;
}

std::string names_variable(const ScriptLoop& loop) {
  if (loop.rows.one_by_one) return "name";
  if (loop.named_names) return "names";
  if (loop.columns.names) return "experiment.mutate";
  const auto& names = first_that(loop.rows, true).entry.mutated;
  return names.front() == "all" ? "\"all\"" : lua_text(lua_strings(names));
}

void write_mutations(const ScriptLoop& loop, ScriptLines& lines) {
  const std::string names = names_variable(loop);
  const int runs = first_that(loop.rows, true).entry.runs;
  const std::string sets = loop.columns.sets ? "experiment.sets" : std::to_string(runs);
  const std::string call = fmt::format("mut.mutations(foreground, {}, {}", names, sets);
  LuaNode options = draw_options(loop);
  if (options.items.empty()) {
    lines.open("for _, values in ipairs(" + call + ")) do");
  } else {
    options.text = "local drawn = " + call + ", ";
    options.after = ")";
    lines.add(options);
    lines.open("for _, values in ipairs(drawn) do");
  }
  const bool ordered = needs_order(loop.rows, loop.style);
  lines.add(addition(loop, ordered ? fmt::format("foreground:with(in_order({}, values))", names)
                                   : "foreground:with(values)"));
  lines.close();
}

}  // namespace

const char* const kInOrder = R"lua(
--- The values in the order of their names, which was the order of the arguments.
local function in_order(names, values)
  if names == "all" then return values end
  if type(names) == "string" then names = { names } end
  local list, listed = {}, {}
  for _, name in ipairs(names) do
    if not listed[name] then list[#list + 1] = { name, values[name] } end
    listed[name] = true
  end
  return list
end
)lua";

bool needs_order(const ScriptRows& rows, const ScriptStyle& style) {
  return std::any_of(rows.rows.begin(), rows.rows.end(), [&](const ScriptRow& row) {
    return order_matters(row.entry.foreground.model, row.entry.mutated, style);
  });
}

void write_loop_body(const ScriptLoop& loop, ScriptLines& lines) {
  const bool both = loop.rows.any_fixed();
  if (both) lines.open("if experiment.mutate then");
  if (loop.rows.one_by_one) {
    lines.open(loop.columns.names ? "for _, name in ipairs(experiment.mutate) do"
                                  : "for _, name in ipairs(names) do");
  }
  write_mutations(loop, lines);
  if (loop.rows.one_by_one) lines.close();
  if (!both) return;
  lines.otherwise();
  write_fixed(loop, lines);
  lines.close();
}

}  // namespace mutlua
