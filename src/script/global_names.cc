// SPDX-License-Identifier: MIT
#include "script/global_names.h"

#include "script/inspection.h"

namespace mutlua {

std::vector<GlobalName> foreign_globals(const std::string& text) {
  std::vector<GlobalName> found;
  inspect(text, {"global_names"}, [&](lua_State* L) {
    found.push_back({.name = text_field(L, "name"),
                     .line = integer_field(L, "line"),
                     .sets = boolean_field(L, "sets")});
  });
  return found;
}

}  // namespace mutlua
