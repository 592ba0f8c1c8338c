// SPDX-License-Identifier: MIT
#include "cli/command_line.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

/// The command that was carried out, and what it was given.
struct Parsed {
  std::string command;
  CommandLine line;
};

class Dispatch : public testing::Test {
 protected:
  Parsed parse(const std::vector<std::string>& words) {
    Parsed parsed;
    const auto note = [&](const char* name) {
      return [&parsed, name](const CommandLine& line) {
        parsed = {name, line};
        return 0;
      };
    };
    dispatch(words, {.run = note("run"),
                     .plan = note("plan"),
                     .check = note("check"),
                     .init = note("init"),
                     .help = note("help"),
                     .models = note("models"),
                     .results = note("results"),
                     .sessions = note("sessions"),
                     .index = note("index"),
                     .stop = note("stop"),
                     .measure = note("measure"),
                     .recompute = note("recompute"),
                     .translate = note("translate"),
                     .extract = note("extract"),
                     .import_results = note("import"),
                     .export_table = note("export"),
                     .doctor = note("doctor")});
    return parsed;
  }

  std::string refusal(const std::vector<std::string>& words) {
    try {
      parse(words);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      return error.what();
    }
    ADD_FAILURE() << "not refused";
    return "";
  }

  void expect_pilot(const Parsed& parsed) {
    EXPECT_EQ(parsed.command, "run");
    EXPECT_EQ(parsed.line.run.script, script_);
    EXPECT_EQ(parsed.line.run.script_options,
              (std::map<std::string, std::string>{{"pairs", "pilot"}}));
  }

  TempFolder folder_;
  std::string script_ = folder_.write("x.lua", "").string();
};

TEST_F(Dispatch, FindsTheScriptWhereverItStands) {
  expect_pilot(parse({script_, "--pairs", "pilot"}));
  expect_pilot(parse({"--pairs", "pilot", script_}));
  expect_pilot(parse({"run", "--pairs", "pilot", script_}));
  expect_pilot(parse({"run", "--pairs=pilot", script_, "-q"}));
  expect_pilot(parse({"--results", "plan", script_, "--pairs", "pilot"}));
}

TEST_F(Dispatch, TakesOneCatalogueForEachUseOfItsOption) {
  const Parsed parsed = parse({"--models", "a.json", script_, "--pairs", "pilot"});
  expect_pilot(parsed);
  EXPECT_EQ(parsed.line.models, (std::vector<std::filesystem::path>{"a.json"}));
  EXPECT_EQ(parse({"-c", "a.json", "models", "-c", "b.json"}).line.models.size(), 2u);
  EXPECT_TRUE(parse({"stop"}).line.models.empty());
}

TEST_F(Dispatch, TakesOptionsBeforeTheCommand) {
  EXPECT_EQ(parse({"--quiet", "plan", script_}).command, "plan");
  EXPECT_EQ(parse({"--results", "r", "sessions"}).line.run.results, "r");
}

TEST_F(Dispatch, TakesSeedsThatANumberOfLuaHolds) {
  EXPECT_EQ(parse({script_, "--seed", "9007199254740991"}).line.run.seed, 9007199254740991u);
  for (const char* seed : {"-1", "9007199254740992", "1.5", "x"}) {
    EXPECT_NE(refusal({script_, "--seed", seed}).find("0 to 9007199254740991"), std::string::npos)
        << seed;
  }
}

TEST_F(Dispatch, NamesTheNearestCommandOfAnUnknownOne) {
  const std::string message = refusal({"resluts"});
  EXPECT_NE(message.find("'resluts'"), std::string::npos) << message;
  EXPECT_NE(message.find("'results'"), std::string::npos) << message;
}

TEST_F(Dispatch, RefusesAScriptThatIsNotThereOrIsNone) {
  EXPECT_NE(refusal({"nosuch.lua"}).find("cannot open nosuch.lua"), std::string::npos);
  EXPECT_NE(refusal({"run", "pilot"}).find("ends in .lua"), std::string::npos);
}

TEST_F(Dispatch, TakesASettingsFileForAScript) {
  const std::string settings = folder_.write("x.json", "").string();
  EXPECT_EQ(parse({settings, "-q"}).line.run.script, settings);
  EXPECT_EQ(parse({"plan", "--strict", settings}).command, "plan");
  EXPECT_TRUE(parse({"run", settings, "--strict"}).line.strict);
  EXPECT_EQ(parse({"run", "--pairs", settings, script_}).line.run.script, script_);
  EXPECT_EQ(parse({"--models", settings, "plan", script_}).line.run.script, script_);
}

TEST_F(Dispatch, TakesTheOldCommandLine) {
  const std::string settings = folder_.write("settings", "").string();
  const Parsed parsed = parse({"-n2", "-ec", settings, "-s", "7", "-c", "m.json", "-S", "-q"});
  EXPECT_EQ(parsed.command, "run");
  EXPECT_EQ(parsed.line.run.script, settings);
  EXPECT_EQ(parsed.line.old.overrides.runs, 2);
  EXPECT_EQ(parsed.line.run.seed, 7u);
  EXPECT_EQ(parsed.line.models, (std::vector<std::filesystem::path>{"m.json"}));
  EXPECT_TRUE(parsed.line.run.append_summary);
  EXPECT_EQ(parse({"-l"}).command, "models");
  EXPECT_EQ(parse({"-l", "-S"}).command, "models");
}

TEST_F(Dispatch, TakesSettingsFromTheOldWordsAlone) {
  const Parsed parsed = parse({"-r", "examples", "-m", "mnist", "-mt", "all", "--cooldown", "0"});
  EXPECT_EQ(parsed.command, "run");
  EXPECT_EQ(parsed.line.old.settings.at("experiments").at(0).at("model"), "mnist");
  EXPECT_EQ(parsed.line.run.cooldown_seconds, 0);
  EXPECT_TRUE(parsed.line.run.script_options.empty());
}

TEST_F(Dispatch, RefusesAnOldSettingsFileThatIsNotThere) {
  EXPECT_NE(refusal({"-ec", "absent.json"}).find("cannot open absent.json"), std::string::npos);
}

TEST_F(Dispatch, LeavesTheMeasuredCommandAsItStands) {
  const Parsed parsed = parse(
      {"measure", "-r", "3", "--cooldown", "2", "--", "x.lua", "--json", "-r", "9", "--", "a"});
  EXPECT_EQ(parsed.command, "measure");
  EXPECT_EQ(parsed.line.measure.command,
            (std::vector<std::string>{"x.lua", "--json", "-r", "9", "--", "a"}));
  EXPECT_EQ(parsed.line.measure.runs, 3);
  EXPECT_EQ(parsed.line.measure.cooldown_seconds, 2);
  EXPECT_FALSE(parsed.line.json);
}

TEST_F(Dispatch, SaysThatTheMeasuredCommandComesAfterTwoDashes) {
  EXPECT_NE(refusal({"measure", "ls", "-l"}).find("comes after --"), std::string::npos);
  refusal({"measure", "-r", "0", "--", "ls"});
}

TEST_F(Dispatch, TakesTheFolderOfATrialThatIsToBeRecomputed) {
  EXPECT_EQ(parse({"recompute", "results/run/a_001", "--json"}).line.trial, "results/run/a_001");
  refusal({"recompute"});
}

TEST_F(Dispatch, TakesTheFoldersToImportAndTheTableToExport) {
  const Parsed imported = parse({"import", "old", "data.csv", "--json"});
  EXPECT_EQ(imported.command, "import");
  EXPECT_EQ(imported.line.folders, (std::vector<std::filesystem::path>{"old", "data.csv"}));
  EXPECT_TRUE(imported.line.json);
  EXPECT_EQ(parse({"export", "--legacy", "old.csv"}).line.table, "old.csv");
  EXPECT_TRUE(parse({"export", "--legacy"}).line.table.empty());
  refusal({"import"});
  refusal({"export"});
}

TEST_F(Dispatch, TakesTheLogThatIsToBeRead) {
  const Parsed parsed = parse({"extract", "--model", "a/b", "--exit-status", "137", "x.log"});
  EXPECT_EQ(parsed.command, "extract");
  EXPECT_EQ(parsed.line.log, "x.log");
  EXPECT_EQ(parsed.line.model, "a/b");
  EXPECT_EQ(parsed.line.exit_status, 137);
  refusal({"extract"});
  refusal({"extract", "x.log", "--exit-status", "256"});
}

TEST_F(Dispatch, TakesWhatTheDoctorIsToDo) {
  const Parsed parsed = parse({"doctor", "--quick", "--rapl", "--overhead"});
  EXPECT_EQ(parsed.command, "doctor");
  EXPECT_TRUE(parsed.line.doctor.quick && parsed.line.doctor.rapl && parsed.line.doctor.overhead);
}

}  // namespace
}  // namespace mutlua
