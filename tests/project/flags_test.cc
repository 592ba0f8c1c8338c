// SPDX-License-Identifier: MIT
// The table of flags in docs/measuring-energy.md is that of the program, and each one is tried.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "project/files.h"

namespace mutlua::project {
namespace {

using Ids = std::set<std::string>;

void add_matches(Ids& ids, const std::string& text, const std::regex& pattern) {
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match)
    ids.insert((*match)[1]);
}

// The first cells of the table below "## Flags".
Ids documented() {
  static const std::regex in_backticks("`([a-z_.]+)`");
  Ids ids;
  bool inside = false;
  for (const std::string& line : lines_of(kRoot / "docs/measuring-energy.md")) {
    if (line.starts_with("## ")) inside = line == "## Flags";
    if (inside && line.starts_with("| `"))
      add_matches(ids, line.substr(0, line.find('|', 1)), in_backticks);
  }
  return ids;
}

std::string text_below(const std::string& folder) {
  std::string text;
  for (const fs::path& file : files_below(folder, {".cc", ".h"})) {
    for (const std::string& line : lines_of(file)) text += line + "\n";
  }
  return text;
}

TEST(Flags, OfTheTableAreRaisedBySourcesAndTriedByTests) {
  const Ids table = documented();
  ASSERT_GT(table.size(), 40U);
  const std::string sources = text_below("src");
  const std::string tests = text_below("tests");
  for (const std::string& id : table) {
    EXPECT_TRUE(sources.find(id) != std::string::npos)
        << id << " is in the table, but nothing raises it";
    EXPECT_TRUE(tests.find(id) != std::string::npos)
        << id << " is in the table, but no test names it";
  }
}

TEST(Flags, OfTheSourcesStandInTheTable) {
  static const std::regex raised(R"re((?:\.id = |flag\(|after\()"([a-z_.]*[a-z_])")re");
  const Ids table = documented();
  for (const char* folder : {"src/energy", "src/lab", "src/cli"}) {
    for (const fs::path& file : files_below(folder, {".cc"})) {
      Ids ids;
      for (const std::string& line : lines_of(file)) add_matches(ids, line, raised);
      for (const std::string& id : ids)
        EXPECT_TRUE(table.contains(id)) << id << " of " << file << " is not in the table";
    }
  }
}

}  // namespace
}  // namespace mutlua::project
