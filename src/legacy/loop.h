// SPDX-License-Identifier: MIT
#pragma once

#include "legacy/columns.h"
#include "legacy/lines.h"

namespace mutlua {

/// What the loop over the experiments is written from.
struct ScriptLoop {
  const ScriptRows& rows;
  const ScriptColumns& columns;
  const ScriptStyle& style;
  bool named_names;  ///< the names are a local, `names`
};

/// Whether some row's values must be passed in the order of its names.
bool needs_order(const ScriptRows& rows, const ScriptStyle& style);

/// The function `in_order`, which such scripts use.
extern const char* const kInOrder;

/// What is done for one row: `foreground`, and `background` if any row has one, are locals.
void write_loop_body(const ScriptLoop& loop, ScriptLines& lines);

}  // namespace mutlua
