// SPDX-License-Identifier: MIT
// The commands of the documents that need no machine, as they are written there.
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/program.h"

namespace mutlua {
namespace {

const std::filesystem::path kSource = MUTLUA_SOURCE_FOLDER;

/// What stands between lines that begin with ```, by the word behind the first of them.
std::vector<std::pair<std::string, std::string>> blocks_in(const std::string& document) {
  std::vector<std::pair<std::string, std::string>> blocks;
  std::istringstream lines(Workshop::content(kSource / document));
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) blocks.emplace_back(line.substr(3), "");
    } else if (inside) {
      blocks.back().second += line + "\n";
    }
  }
  return blocks;
}

std::string first_script_in(const std::string& document) {
  for (const auto& [tag, text] : blocks_in(document)) {
    if (tag == "lua") return text;
  }
  return "";
}

/// The words of a command without the program's name; none for what is no command, or one that
/// looks at the machine, at old settings or at a session that only its reader has.
std::vector<std::string> command_in(const std::string& line) {
  std::istringstream text(line.substr(0, line.find(" #")));
  std::vector<std::string> words{std::istream_iterator<std::string>(text), {}};
  if (words.size() < 2 || !(words[0] == "mutlua" || words[0].ends_with("/bin/mutlua"))) return {};
  words.erase(words.begin());
  const std::set<std::string> verbs{"check", "plan", "run", "results", "analyze", "help"};
  const bool runs = words[0].ends_with(".lua");
  const bool foreign = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word.find("parallel_example") != std::string::npos;
  });
  if (foreign || (!runs && !verbs.contains(words[0]))) return {};
  const bool simulated = line.find("--simulate") != std::string::npos;
  if ((runs || words[0] == "run") && !simulated) words.emplace_back("--simulate");
  if (words[0] == "plan" && line.find("--models") == std::string::npos)
    words.insert(words.end(), {"--models", "settings/digits.json"});  // its trainings are here
  return words;
}

class DocumentCommands : public testing::TestWithParam<const char*> {};

TEST_P(DocumentCommands, Work) {
  Workshop workshop;
  for (const char* name : {"scripts", "settings"})
    std::filesystem::create_directory_symlink(kSource / name, workshop.folder / name);
  workshop.folder.write("rates.lua", first_script_in("README.md"));
  workshop.folder.write("study.lua", first_script_in("docs/designing-studies.md"));
  int count = 0;
  for (const auto& [tag, text] : blocks_in(GetParam())) {
    std::istringstream lines(text);
    for (std::string line; (tag.empty() || tag == "bash") && std::getline(lines, line);) {
      const std::vector<std::string> words = command_in(line);
      if (words.empty()) continue;
      ++count;
      const Ended ended = workshop.wait(workshop.start_exactly(words));
      EXPECT_EQ(ended.status, 0) << line << "\n" << ended.out << ended.err;
    }
  }
  EXPECT_GE(count, 3);
}

INSTANTIATE_TEST_SUITE_P(All, DocumentCommands,
                         testing::Values("README.md", "docs/designing-studies.md",
                                         "docs/simulation.md"));

TEST(ScriptCommands, OfEachScriptsHeaderWork) {
  for (const auto& entry : std::filesystem::directory_iterator(kSource / "scripts")) {
    Workshop workshop;
    for (const char* name : {"scripts", "settings"})
      std::filesystem::create_directory_symlink(kSource / name, workshop.folder / name);
    workshop.folder.write("stable_pairs.txt", "examples/mnist VulBERTa/mlp\n");
    std::istringstream lines(Workshop::content(entry.path()));
    int count = 0;
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("---     mutlua ")) continue;
      line = line.substr(8, line.find(" >") - 8);  // what a shell would do with the output
      ++count;
      const Ended ended = workshop.wait(workshop.start_exactly(command_in(line)));
      EXPECT_EQ(ended.status, 0) << line << "\n" << ended.out << ended.err;
      if (line.ends_with("--list")) workshop.folder.write("pairs.txt", ended.out);
    }
    EXPECT_GE(count, 1) << entry.path() << " does not say how it is used";
  }
}

}  // namespace
}  // namespace mutlua
