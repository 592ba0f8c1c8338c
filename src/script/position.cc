// SPDX-License-Identifier: MIT
#include "script/position.h"

#include <fmt/format.h>

#include <lua.hpp>
#include <utility>
#include <vector>

namespace mutlua {
namespace {

constexpr int kLevelsAtEachEnd = 12;

/// Files of the user have '@' in front of their chunk names, those of the library '='.
bool is_user_line(const lua_Debug& frame) {
  return frame.source[0] == '@' && frame.currentline > 0;
}

std::string described(const lua_Debug& frame) {
  const std::string what = frame.what;
  std::string function = fmt::format("function <{}:{}>", frame.short_src, frame.linedefined);
  if (what == "main") function = "the main chunk";
  if (frame.name != nullptr) function = fmt::format("function '{}'", frame.name);
  if (what == "C") return fmt::format("  [C]: in {}", frame.name != nullptr ? function : "?");
  return fmt::format("  {}:{}: in {}", frame.short_src, frame.currentline, function);
}

bool has_level(lua_State* L, int level) {
  lua_Debug frame;
  return lua_getstack(L, level, &frame) != 0;
}

/// How many levels the stack has. Each look costs time in proportion to its level, so that looking
/// at all of an overflowing stack would take seconds.
int depth(lua_State* L) {
  int some = 0;
  int none = 1;
  while (has_level(L, none)) some = std::exchange(none, 2 * none);
  while (none - some > 1) {
    const int middle = some + (none - some) / 2;
    (has_level(L, middle) ? some : none) = middle;
  }
  return none;
}

void append_frames(std::vector<std::string>& lines, lua_State* L, int from, int to,
                   bool everything) {
  lua_Debug frame;
  for (int level = from; level < to && lua_getstack(L, level, &frame) != 0; ++level) {
    lua_getinfo(L, "Sln", &frame);
    if (everything || is_user_line(frame)) lines.push_back(described(frame));
  }
}

}  // namespace

std::string user_chunk(const std::filesystem::path& file) {
  const std::string whole = file.string();
  if (whole.size() < LUA_IDSIZE) return "@" + whole;
  return "@" + (file.parent_path().filename() / file.filename()).string();
}

std::string library_chunk(const std::string& module) { return "=" + module + ".lua"; }

std::string where(lua_State* L) {
  lua_Debug frame;
  for (int level = 0; lua_getstack(L, level, &frame) != 0; ++level) {
    lua_getinfo(L, "Sl", &frame);
    if (is_user_line(frame)) return fmt::format("{}:{}: ", frame.short_src, frame.currentline);
  }
  return "";
}

std::string traceback(lua_State* L, bool everything) {
  std::vector<std::string> lines;
  const int levels = depth(L);
  if (levels <= 2 * kLevelsAtEachEnd) {
    append_frames(lines, L, 0, levels, everything);
  } else {
    append_frames(lines, L, 0, kLevelsAtEachEnd, everything);
    lines.emplace_back("  ...");
    append_frames(lines, L, levels - kLevelsAtEachEnd, levels, everything);
  }
  return fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace mutlua
