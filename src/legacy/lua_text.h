// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace mutlua {

/// Any bytes as a Lua string in quotes, which evaluates to exactly these bytes. The text is UTF-8
/// on one line; control characters, invisible ones and bytes that are no UTF-8 are escaped.
std::string lua_string(std::string_view bytes);

/// The same bytes as a key in a table: `name`, or `["name"]` where it is no identifier.
std::string lua_key(std::string_view name);

/// A number as Lua reads it back. REQUIRES: is_number() or is_boolean().
std::string lua_number(const Json& value);

/// The text as comment lines "-- ..." of at most 100 columns after `indent` blanks, each ending
/// in a line feed; none for a blank text. Line ends and control characters become blanks.
std::string lua_comment(std::string_view text, int indent = 0);

/// Columns that the text takes on a screen.
int columns(std::string_view text);

}  // namespace mutlua
