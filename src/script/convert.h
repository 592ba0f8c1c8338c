// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include "base/json.h"

struct lua_State;

namespace mutlua {

/// The Lua value at `index` as JSON. Keys 1..n become an array, text keys an object with its keys
/// sorted, the empty table {}; whole numbers up to 2^53 become integers, larger ones stay floats.
/// Metatables play no part. Throws Error(script) that names the place, with `name` for the whole
/// value ("study.factors.lr: ..."), for what JSON cannot hold: mixed tables, lists with gaps, keys
/// that are neither texts nor positions, functions and the like, NaN and infinities, texts that are
/// not UTF-8, tables inside themselves, nesting deeper than 64, more than `most_values` values.
Json to_json(lua_State* L, int index, const std::string& name,
             std::size_t most_values = 10'000'000);

/// Pushes one Lua value: a null is an absent field, objects and arrays are new tables.
/// Throws Error(script) that names the place for an integer beyond 2^53, which Lua would round.
void push_json(lua_State* L, const Json& value, const std::string& name);

}  // namespace mutlua
