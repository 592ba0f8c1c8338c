// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

#include "base/json.h"

namespace mutlua {

/// The one door between a script and the world: perform(kind, request) -> reply. Lua's empty table
/// arrives as {} also where a list is meant; a null in the reply is an absent field for the script.
/// May take hours. Throws Error; the script may catch the kinds `script` and `usage`, no other.
using Door = std::function<Json(const std::string& kind, const Json& request)>;

}  // namespace mutlua
