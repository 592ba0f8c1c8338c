// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "legacy/object.h"

namespace mutlua {

/// Where an object stands in a settings file.
enum class LegacyPlace { top, entry, foreground, background, global_settings, pair, pair_model };

/// Whether the key holds words for people: comment, note, estimated_hours, _created, ...
bool is_remark(const std::string& key);

/// Whether an experiment may say what to run with the key, whoever reads it.
bool says_something(const std::string& key);

/// Takes the texts of the first remark that a reader of the script would want, and reports it.
std::vector<std::string> take_remarks(LegacyObject& object, const LegacyContext& context);

/// Reports every key that nobody has read: remarks, keys that have no effect, unknown ones.
void report_unread(const LegacyObject& object, LegacyPlace place, const LegacyContext& context);

}  // namespace mutlua
