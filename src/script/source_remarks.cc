// SPDX-License-Identifier: MIT
#include "script/source_remarks.h"

#include "script/inspection.h"

namespace mutlua {

std::vector<SourceRemark> source_remarks(const std::string& text) {
  std::vector<SourceRemark> found;
  inspect(text, {"source_words", "source_remarks"}, [&](lua_State* L) {
    const bool unused = text_field(L, "kind") == "unused";
    found.push_back(
        {.kind = unused ? SourceRemark::Kind::unused_local : SourceRemark::Kind::thrown_away_model,
         .name = text_field(L, "name"),
         .line = integer_field(L, "line")});
  });
  return found;
}

}  // namespace mutlua
