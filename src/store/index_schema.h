// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace mutlua {

/// "mutl": tells our files from other SQLite files (PRAGMA application_id).
inline constexpr int kIndexApplication = 0x6d75746c;
/// The tables' version (PRAGMA user_version). Another one is rebuilt: the index is derived.
/// Zero while it is being built, so that a build that was cut short is begun again.
inline constexpr int kIndexVersion = 5;

/// The statements that make the tables.
extern const char* const kIndexTables;

/// The statement that makes v_trials: one row per trial, with a column hp_NAME or metric_NAME for
/// each name. hp_NAME is what the first foreground used, passed or by default; the table
/// hyperparameters says which. Names are data: whatever they hold, they end up as a column's name
/// only.
std::string wide_view(const std::vector<std::string>& hyperparameters,
                      const std::vector<std::string>& metrics);

/// A text as an SQL literal, and as an SQL name.
std::string sql_literal(const std::string& text);
std::string sql_name(const std::string& text);

}  // namespace mutlua
