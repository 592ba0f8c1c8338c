// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "legacy/rows.h"
#include "legacy/script.h"

namespace mutlua {

/// Which parts of the experiments differ from row to row, so that they stand in a table, and which
/// are the same in all, so that they stand once.
struct ScriptColumns {
  bool foreground = false;
  bool background = false;
  bool names = false;
  bool sets = false;        ///< how many mutations, among the rows that mutate
  bool replicates = false;  ///< how often, among the others
  bool ranges = false;
  bool timeout = false;
  bool load = false;  ///< the backgrounds that differ are one, `load`, or none

  bool only_foreground() const {
    return foreground && !(background || names || sets || replicates || ranges || timeout);
  }
};

ScriptColumns columns_of(const ScriptRows& rows);

/// The names as Lua: "epochs", { "epochs", "seed" }; as a list also where there is one only.
LuaNode names_expression(const ScriptRow& row, bool as_list);

/// { epochs = mut.log_uniform(5, 20) }
LuaNode ranges_expression(const std::vector<LegacyRange>& ranges);

/// The row as a table of the columns that differ.
LuaNode row_expression(const ScriptRow& row, const ScriptColumns& columns, bool names_as_lists,
                       const ScriptStyle& style);

}  // namespace mutlua
