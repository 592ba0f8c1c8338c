// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

void use(Workshop& workshop, const std::filesystem::path& catalogue) {
  std::filesystem::copy_file(catalogue, workshop.folder / "catalogue.json",
                             std::filesystem::copy_options::overwrite_existing);
}

std::vector<std::string> quick_study() {
  return {"run", "new/study.lua", "--replicates", "1", "--epochs", "5", "--cooldown", "0"};
}

TEST(Init, WritesAStudyThatRunsOnItsOwnCatalogue) {
  Workshop workshop;
  const Ended ended = workshop.mutlua({"init", "new"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.out.find("mutlua plan study.lua"), std::string::npos) << ended.out;
  use(workshop, workshop.folder / "new/settings/models.json");
  EXPECT_EQ(workshop.mutlua({"check", "new/study.lua"}).status, 0) << workshop.folder.read("out");
  const Ended run = workshop.mutlua(quick_study());
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(workshop.identities().size(), 6u);
}

TEST(Init, WritesAStudyWhoseLengthIsForetoldAndThatCanBeSimulated) {
  Workshop workshop;
  ASSERT_EQ(workshop.mutlua({"init", "new"}).status, 0);
  use(workshop, workshop.folder / "new/settings/models.json");
  const Ended plan = workshop.mutlua({"plan", "new/study.lua"});
  EXPECT_EQ(plan.out.find("unknown length"), std::string::npos) << plan.out;
  const Ended simulation = workshop.mutlua({"run", "new/study.lua", "--simulate"});
  EXPECT_EQ(simulation.status, 0) << simulation.err;
  EXPECT_EQ(workshop.identities().size(), 18u);
}

TEST(Init, WritesAStudyThatRunsOnTheBundledCatalogue) {
  Workshop workshop;
  ASSERT_EQ(workshop.mutlua({"init", "new"}).status, 0);
  use(workshop, std::string(MUTLUA_SOURCE_FOLDER) + "/settings/digits.json");
  const Ended run = workshop.mutlua(quick_study());
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(workshop.identities().size(), 6u);
}

TEST(Init, WritesACatalogueThatIsFoundBesideTheScriptAndFromItsFolder) {
  Workshop workshop;
  ASSERT_EQ(workshop.mutlua({"init", "new"}).status, 0);
  const auto plan = [&](const std::vector<std::string>& words) {
    const Ended ended = workshop.wait(workshop.start_exactly(words));
    EXPECT_EQ(ended.status, 0) << ended.err;
    return ended.out;
  };
  const std::string beside = plan({"plan", "new/study.lua"});
  EXPECT_NE(beside.find("(new/settings/models.json)\n"), std::string::npos) << beside;
  workshop.folder.write("settings/models.json",
                        Workshop::content(workshop.folder / "new/settings/models.json"));
  std::filesystem::copy_file(workshop.folder / "new/study.lua", workshop.folder / "copy.lua");
  const std::string here = plan({"plan", "copy.lua"});
  EXPECT_NE(here.find("(settings/models.json)\n"), std::string::npos) << here;
  const Json document = parse_json(plan({"plan", "copy.lua", "--json"}), "plan");
  EXPECT_EQ(document.at("catalogue").at("files"), Json({"settings/models.json"}));
  EXPECT_NE(plan({"models"}).find(document.at("catalogue").at("name").get<std::string>()),
            std::string::npos);
}

/// The commands that init prints, without what they are said to do.
std::vector<std::string> next_commands(const std::string& printed) {
  std::vector<std::string> commands;
  std::istringstream lines(printed.substr(printed.find("next:")));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find("mutlua ");
    if (begin != std::string::npos) commands.push_back(line.substr(begin, line.find('#') - begin));
  }
  return commands;
}

TEST(Init, NamesCommandsThatAllWorkInItsFolder) {
  Workshop workshop;
  const Ended ended = workshop.wait(workshop.start_exactly({"init"}));
  const std::vector<std::string> commands = next_commands(ended.out);
  ASSERT_EQ(commands.size(), 6u) << ended.out;
  for (const std::string& command : commands) {
    std::istringstream stream(command);
    std::vector<std::string> words{std::istream_iterator<std::string>(stream), {}};
    words.erase(words.begin());
    if (words.front() == "study.lua")
      words.insert(words.end(), {"--replicates", "2", "--cooldown", "0"});
    const Ended done = workshop.wait(workshop.start_exactly(words));
    EXPECT_EQ(done.status, 0) << command << "\n" << done.out << done.err;
  }
}

TEST(Init, NamesALibraryForTheEditorThatIsThere) {
  Workshop workshop;
  ASSERT_EQ(workshop.mutlua({"init", "new"}).status, 0);
  const auto folder = workshop.folder / "new";
  const Json editor = read_json(folder / ".luarc.json");
  const std::string library = editor.at("workspace.library").at(0).get<std::string>();
  EXPECT_EQ(Workshop::content(folder / library / "mutlua/study.lua"),
            Workshop::content(std::string(MUTLUA_SOURCE_FOLDER) + "/lua/mutlua/study.lua"));
  EXPECT_TRUE(std::filesystem::exists(folder / library / "mutlua/init.lua"));
}

TEST(Init, OverwritesNothing) {
  Workshop workshop;
  workshop.folder.write("settings/models.json", "mine");
  const Ended ended = workshop.mutlua({"init"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_NE(ended.err.find("settings/models.json is there already"), std::string::npos)
      << ended.err;
  EXPECT_EQ(workshop.folder.read("settings/models.json"), "mine");
  EXPECT_FALSE(std::filesystem::exists(workshop.folder / ".luarc.json"));
  EXPECT_FALSE(std::filesystem::exists(workshop.folder / "study.lua"));
}

}  // namespace
}  // namespace mutlua
