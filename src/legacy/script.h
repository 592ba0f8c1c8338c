// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "legacy/lua_table.h"
#include "legacy/settings.h"
#include "training/catalogue.h"

namespace mutlua {

/// The settings as a script. `strict` passes values as the old tool did: with six decimals, and in
/// the order of the settings file.
std::string script_of(const LegacySettings& settings, const Catalogue& catalogue,
                      const std::string& source_name, bool strict);

/// How the parts of a script are written.
struct ScriptStyle {
  const Catalogue& catalogue;
  bool strict;
  bool history;  ///< there is a local `history`: a list of files
};

/// `mut.model "repository/model":with { ... }`.
LuaNode model_expression(const LegacyTraining& training, const ScriptStyle& style);

/// Whether the values, in this order, do not stand as the catalogue would pass them.
bool order_matters(const std::string& model, const std::vector<std::string>& names,
                   const ScriptStyle& style);

/// The table of experiments and the loop that adds their trials; "" for none.
std::string experiments_text(const std::vector<LegacyEntry>& entries, const ScriptStyle& style);

/// The eleven trials of each pair; "" for none. `replicates`: 1 where the study says it.
std::string pairs_text(const std::vector<LegacyPair>& pairs, int replicates);

}  // namespace mutlua
