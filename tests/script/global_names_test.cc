// SPDX-License-Identifier: MIT
#include "script/global_names.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

/// "name:line", with "=" behind the name where it is given a value.
std::vector<std::string> names_in(const std::string& text) {
  std::vector<std::string> names;
  for (const GlobalName& each : foreign_globals(text))
    names.push_back(each.name + (each.sets ? "=" : "") + ":" + std::to_string(each.line));
  return names;
}

using Names = std::vector<std::string>;

TEST(ForeignGlobals, AreThoseThatLuajitDoesNotHave) {
  EXPECT_EQ(names_in("print(math.pi, arg, foo)\nlocal a\nbar = a"), (Names{"foo:1", "bar=:3"}));
}

TEST(ForeignGlobals, AreFoundInFunctionsThatNobodyCalls) {
  const Names names = names_in("local function f()\n return function() return deep end\nend");
  EXPECT_EQ(names, Names{"deep:2"});
}

TEST(ForeignGlobals, AreNeitherLocalsNorFieldsNorUpvalues) {
  EXPECT_TRUE(names_in("local x = {}\nx.y = x.z\nreturn function() return x.w end").empty());
}

TEST(ForeignGlobals, KnowThatScriptsHaveNoCompilerToTalkTo) {
  EXPECT_EQ(names_in("jit.off()"), Names{"jit:1"});
}

TEST(ForeignGlobals, AreNotLookedForInWhatIsNotLua) {
  EXPECT_TRUE(names_in("local = x").empty());
  EXPECT_TRUE(names_in("\x1bLJ\x02").empty());
  EXPECT_TRUE(names_in("").empty());
}

TEST(ForeignGlobals, RunNothing) {
  EXPECT_EQ(names_in("while true do end\nerror(x)"), Names{"x:2"});
}

}  // namespace
}  // namespace mutlua
