// SPDX-License-Identifier: MIT
#include "script/source_remarks.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

using Names = std::vector<std::string>;

/// "name:line", with "!" in front where a model is thrown away.
Names remarks_on(const std::string& text) {
  Names names;
  for (const SourceRemark& each : source_remarks(text)) {
    const bool thrown = each.kind == SourceRemark::Kind::thrown_away_model;
    names.push_back((thrown ? "!" : "") + each.name + ":" + std::to_string(each.line));
  }
  return names;
}

TEST(SourceRemarks, NameLocalsThatNothingUses) {
  EXPECT_EQ(remarks_on("local a, b = 1, 2\nlocal c\nprint(b)"), (Names{"a:1", "c:2"}));
  EXPECT_EQ(remarks_on("local function f() end\nlocal function g() end\ng()"), Names{"f:1"});
  EXPECT_EQ(remarks_on("for i = 1, 3 do end\nfor k, v in pairs {} do print(v) end"),
            (Names{"i:1", "k:2"}));
}

TEST(SourceRemarks, TellFieldsFromLocals) {
  EXPECT_EQ(remarks_on("local a = 1\nprint(x.a, x:a())\nf { a = 2, b = { a = 3 } }"), Names{"a:1"});
  EXPECT_TRUE(remarks_on("local a = 1\nprint { a, [a] = 2, b = a }").empty());
  EXPECT_TRUE(remarks_on("local a\nf { function() a = 2 end }\nreturn a").empty());
}

TEST(SourceRemarks, FindUsesInTheScopesInside) {
  EXPECT_TRUE(remarks_on("local a = 1\nif x then\n  while y do f(function() return a end) end\n"
                         "elseif z then\nelse\nend")
                  .empty());
  EXPECT_EQ(remarks_on("do local a = 1 end\nprint(a)"), Names{"a:1"});
  EXPECT_TRUE(remarks_on("repeat local done = f() until done").empty());
  EXPECT_TRUE(remarks_on("for _, f in ipairs { function() do end end } do f() end").empty());
}

TEST(SourceRemarks, LookNeitherAtParametersNorAtNamesThatSayTheyAreNotUsed) {
  EXPECT_TRUE(remarks_on("for _ = 1, 2 do end\nlocal _rest = f(function(a, b) end)").empty());
}

TEST(SourceRemarks, ReadNoTextAndNoComment) {
  EXPECT_EQ(
      remarks_on("local a = 'a' -- a\nlocal b = [[\na b]] --[==[ b ]] ]==]\nlocal c = \"\\\"c\""),
      (Names{"a:1", "b:2", "c:4"}));
}

TEST(SourceRemarks, NameModelsThatAreThrownAway) {
  EXPECT_EQ(remarks_on("local m = f()\nm:with { epochs = 1 }\nm:defaults()\nprint(m)"),
            (Names{"!m:with:2", "!m:defaults:3"}));
  EXPECT_TRUE(remarks_on("local m = f()\nm = m:with { epochs = 1 }\ng(m:with { a = 1 })\n"
                         "local n =\n  m:with {}\nm:with({}):with {}:run()\nreturn m:defaults(), n")
                  .empty());
}

TEST(SourceRemarks, SayNothingOfWhatIsNotLua) {
  EXPECT_TRUE(remarks_on("local a = = 1").empty());
  EXPECT_TRUE(remarks_on("").empty());
  EXPECT_TRUE(remarks_on("\x1bLJ\x02").empty());
}

}  // namespace
}  // namespace mutlua
