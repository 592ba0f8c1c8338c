// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

constexpr const char* kBegin = "local mut = require \"mutlua\"\n";

/// What `mutlua check` says of a script.
Ended check(Workshop& workshop, const std::string& script) {
  workshop.script(kBegin + script);
  return workshop.mutlua({"check", "study.lua"});
}

TEST(Check, FindsNothingInAGoodScriptAndSaysHowManyTrialsItHas) {
  Workshop workshop;
  const Ended ended = check(workshop,
                            "local study = mut.study { name = 's', replicates = 3 }\n"
                            "study:add { foreground = mut.model 'test/a' }\nstudy:run()\n");
  EXPECT_EQ(ended.status, 0) << ended.out;
  EXPECT_EQ(ended.out, "study.lua: no faults; the rehearsal came to 3 trials\n");
  EXPECT_FALSE(std::filesystem::exists(workshop.folder / "results"));
}

TEST(Check, ShowsASyntaxFaultWithItsLineAndACaret) {
  Workshop workshop;
  const Ended ended = check(workshop, "local x = = 2\n");
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.out,
            "study.lua:2: unexpected symbol near '='\n"
            "    local x = = 2\n"
            "            ^\n"
            "1 fault\n");
}

TEST(Check, ShowsAMisspeltFieldWhereItStandsInTheCall) {
  Workshop workshop;
  const Ended ended = check(workshop,
                            "local study = mut.study {\n"
                            "  name = 's',\n"
                            "  replicate = 3,\n"
                            "}\n");
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.out,
            "study.lua:2: note: nothing uses the local 'study'\n"
            "    local study = mut.study {\n"
            "          ^\n"
            "study.lua:4: study: unknown field \"replicate\"; did you mean replicates?\n"
            "      replicate = 3,\n"
            "      ^\n"
            "1 fault\n");
}

TEST(Check, ShowsAnUnknownModelWithTheNearestOne) {
  Workshop workshop;
  const Ended ended = check(workshop, "local a = mut.model 'tset/a'\n");
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.out.find("study.lua:2: "), 0u) << ended.out;
  EXPECT_NE(ended.out.find("test/a"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("\n                         ^\n"), std::string::npos) << ended.out;
}

TEST(Check, ShowsUnknownGlobalsOfBranchesThatARehearsalDoesNotTake) {
  Workshop workshop;
  const Ended ended = check(workshop,
                            "made = mut and 1\n"
                            "local function f()\n"
                            "  return prnit(made)\n"
                            "end\n"
                            "if made > 1 then f(othr) end\n");
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.out,
            "study.lua:2: warning: 'made' becomes a global, which every file sees and may change; "
            "write local made\n"
            "    made = mut and 1\n"
            "    ^\n"
            "study.lua:4: unknown global 'prnit'; nothing gives it a value\n"
            "      return prnit(made)\n"
            "             ^\n"
            "study.lua:6: unknown global 'othr'; nothing gives it a value\n"
            "    if made > 1 then f(othr) end\n"
            "                       ^\n"
            "3 faults\n");
}

TEST(Check, ShowsAValueOutsideTheCataloguesRange) {
  Workshop workshop;
  const Ended ended = check(workshop, "local _ = mut.model 'test/a':with { learning_rate = 5 }\n");
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.out,
            "study.lua:2: warning: test/a: learning_rate = 5 lies outside the catalogue's range, "
            "0.01 to 1\n"
            "    local _ = mut.model 'test/a':with { learning_rate = 5 }\n"
            "                                        ^\n"
            "1 fault\n");
}

TEST(Check, ShowsAMetricThatIsNeededAndNoLogIsReadFor) {
  Workshop workshop;
  const std::string study =
      "local study = mut.study {\n  name = 's',\n  needs = { metrics = { 'accuracy', 'f1' } },\n}\n"
      "local model = mut.model 'test/a'\n"
      "study:add { foreground = model }\nstudy:run()\n";
  const Ended ended = check(workshop, study);
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.out,
            "study.lua:4: warning: needs.metrics: test/a has no metric 'f1', so no trial of it can "
            "count; known: accuracy\n"
            "      needs = { metrics = { 'accuracy', 'f1' } },\n"
            "                                         ^\n"
            "1 fault\n");
  const Ended planned = workshop.mutlua({"plan", "study.lua"});
  EXPECT_NE(planned.err.find("warning: needs.metrics: test/a has no metric 'f1'"),
            std::string::npos)
      << planned.err;
}

TEST(Check, NotesLocalsThatNothingUses) {
  Workshop workshop;
  const Ended ended = check(workshop, "local rate = mut.uniform(0, 1)\n");
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.out,
            "study.lua:2: note: nothing uses the local 'rate'\n"
            "    local rate = mut.uniform(0, 1)\n"
            "          ^\n"
            "study.lua: no faults\n");
}

TEST(Check, WarnsOfAModelThatIsMadeAndThrownAway) {
  Workshop workshop;
  const Ended ended = check(workshop,
                            "local model = mut.model 'test/a'\n"
                            "model:with { epochs = 5 }\n");
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(
      ended.out,
      "study.lua:3: warning: 'model:with' gives a new model, which nothing keeps; write local "
      "other = model:with ...\n"
      "    model:with { epochs = 5 }\n"
      "    ^\n"
      "1 fault\n");
}

TEST(Check, WarnsOfAStudyThatMeasuresNothing) {
  Workshop workshop;
  const std::string study = "local study = mut.study { name = 's' }\n";
  const std::string add = "study:add { foreground = mut.model 'test/a' }\n";
  const Ended unrun = check(workshop, study + add);
  EXPECT_EQ(unrun.status, 2);
  EXPECT_NE(unrun.out.find("did not call study:run()"), std::string::npos) << unrun.out;
  const Ended empty = check(workshop, study + "study:run()\n" + add);
  EXPECT_EQ(empty.status, 2);
  EXPECT_NE(empty.out.find("study.lua:3: warning: study:run: no trial was added before"),
            std::string::npos)
      << empty.out;
}

TEST(Check, ShowsTheFaultInsideAFileThatIsNoLua) {
  Workshop workshop;
  workshop.folder.write("tools.lua", "return {\n  a = = 1\n}\n");
  const Ended ended = check(workshop, "mut.uniform(require 'tools', 1)\n");
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(ended.out.find("tools.lua:2: unexpected symbol"), 0u) << ended.out;
}

TEST(Check, SaysTheSameInJson) {
  Workshop workshop;
  workshop.script(std::string(kBegin) + "print 'hello'\nmut.study { name = 1 }\n");
  const Ended ended = workshop.mutlua({"check", "study.lua", "--json"});
  EXPECT_EQ(ended.status, 2);
  const Json found = parse_json(ended.out, "check");
  EXPECT_EQ(found.at("clean"), false);
  ASSERT_EQ(found.at("faults").size(), 1u) << ended.out;
  const Json& fault = found.at("faults")[0];
  EXPECT_EQ(fault.at("severity"), "error");
  EXPECT_EQ(fault.at("file"), "study.lua");
  EXPECT_EQ(fault.at("line"), 3);
  EXPECT_EQ(fault.at("source"), "mut.study { name = 1 }");
  EXPECT_NE(fault.at("message").get<std::string>().find("study.name"), std::string::npos);
}

TEST(Check, ShowsTheLineOfALoopThatDoesNotEnd) {
  Workshop workshop;
  for (const char* loop : {"while done ~= 1 do end", "while true do pcall(mut.uniform, 2, 1) end",
                           "while true do coroutine.wrap(function() repeat until false end)() end",
                           "while true do mut.sleep(1) end", "mut.sleep(1e9)"}) {
    const std::string load = "local load = mut.background.start(mut.model 'test/a')";
    workshop.script(std::string(kBegin) + load + " local done = 0\n" + loop +
                    "\ndone = load and 2\n");
    const Ended ended = workshop.mutlua({"check", "study.lua", "--rehearsal-seconds", "0.2"});
    EXPECT_EQ(ended.status, 2) << loop << ended.err;
    EXPECT_NE(ended.out.find("study.lua:3: the rehearsal was here when its 0.2 s were over"),
              std::string::npos)
        << ended.out;
    EXPECT_NE(ended.out.find(std::string("    ") + loop + "\n"), std::string::npos) << ended.out;
  }
}

TEST(Check, ShowsTheLineOfAScriptThatAddsTrialsWithoutEnd) {
  Workshop workshop;
  workshop.script(std::string(kBegin) +
                  "local study = mut.study { name = 's' }\n"
                  "local n = 0\n"
                  "repeat\n"
                  "  n = n + 1\n"
                  "  study:add { label = 'n' .. n, foreground = mut.model 'test/a' }\n"
                  "until study:run()[n].outcome.metrics.accuracy > 2\n");
  const std::vector<std::string> briefly{"study.lua", "--rehearsal-seconds", "0.5"};
  for (const char* verb : {"check", "plan"}) {
    std::vector<std::string> words = briefly;
    words.insert(words.begin(), verb);
    const Ended ended = workshop.mutlua(words);
    EXPECT_EQ(ended.status, 2) << ended.out;
    EXPECT_NE((ended.out + ended.err).find("the rehearsal was here when its 0.5 s were over"),
              std::string::npos)
        << ended.out << ended.err;
    EXPECT_NE((ended.out + ended.err).find("study.lua:"), std::string::npos);
  }
}

TEST(Check, AndPlanMarkWhatAScriptPrintsOfMadeUpResults) {
  Workshop workshop;
  workshop.script(std::string(kBegin) +
                  "local study = mut.study { name = 's' }\n"
                  "study:add { foreground = mut.model 'test/a' }\n"
                  "print(study:run()[1].outcome.status)\n");
  EXPECT_EQ(workshop.mutlua({"plan", "study.lua"}).out.find("(rehearsed) completed\n"), 0u);
  EXPECT_EQ(workshop.mutlua({"check", "study.lua"}).err, "(rehearsed) completed\n");
  EXPECT_EQ(workshop.mutlua({"run", "study.lua", "--simulate"}).out, "completed\n");
}

TEST(Check, LooksIntoTheFilesThatAScriptLoads) {
  Workshop workshop;
  workshop.folder.write("helper.lua",
                        "local M = {}\n\nfunction M.f() return wrong end\nreturn M\n");
  const Ended ended = check(workshop, "require 'helper'\n");
  EXPECT_EQ(ended.status, 2);
  EXPECT_NE(ended.out.find("helper.lua:3: unknown global 'wrong'"), std::string::npos) << ended.out;
}

TEST(Check, KnowsAMissingTrainingScriptAsANoteOfThisMachine) {
  Workshop workshop;
  workshop.catalogue(workshop.repository("absent.sh"));
  const Ended ended = check(workshop,
                            "local study = mut.study { name = 's' }\n"
                            "study:add { foreground = mut.model 'test/a' }\nstudy:run()\n");
  EXPECT_EQ(ended.status, 0) << ended.out;
  EXPECT_NE(ended.out.find("note: "), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("absent.sh"), std::string::npos) << ended.out;
}

TEST(Check, ShowsTheFieldOfASettingsFileThatIsWrong) {
  Workshop workshop;
  workshop.folder.write("old.json",
                        "{\"experiments\": [\n"
                        "  {\"repo\": \"test\", \"model\": \"a\"},\n"
                        "  {\"repo\": \"test\",\n   \"model\": \"nothing\"}\n"
                        "]}\n");
  const Ended ended = workshop.mutlua({"check", "old.json"});
  EXPECT_EQ(ended.status, 2) << ended.out;
  EXPECT_TRUE(ended.out.find("old.json:3: ") == 0 || ended.out.find("old.json:4: ") == 0)
      << ended.out;
  EXPECT_NE(ended.out.find("^\n"), std::string::npos) << ended.out;
}

TEST(Check, ShowsWhereASettingsFileIsNoJson) {
  Workshop workshop;
  workshop.folder.write("old.json", "{\"experiments\": [\n  {\"repo\": }\n]}\n");
  const Ended ended = workshop.mutlua({"check", "old.json"});
  EXPECT_EQ(ended.status, 2) << ended.out;
  EXPECT_EQ(ended.out.find("old.json:2: not valid JSON"), 0u) << ended.out;
}

TEST(Check, ShowsTheFieldOfACatalogueThatIsWrong) {
  Workshop workshop;
  Json repository = workshop.repository("train.sh");
  repository["hyperparameters"]["epochs"]["rnge"] = {1, 2};
  workshop.folder.write("mine.json", Json{{"models", {{"test", repository}}}}.dump(2));
  const Ended ended = workshop.mutlua({"check", "mine.json"});
  EXPECT_EQ(ended.status, 2) << ended.out;
  EXPECT_NE(ended.out.find("\"rnge\""), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("^\n"), std::string::npos) << ended.out;
  workshop.catalogue(workshop.repository("train.sh"));
  EXPECT_EQ(workshop.mutlua({"check", "catalogue.json"}).status, 0);
}

}  // namespace
}  // namespace mutlua
