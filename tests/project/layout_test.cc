// SPDX-License-Identifier: MIT
// Where things are: what the top folder holds, and that tests/ mirrors src/.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>

#include "project/files.h"

namespace mutlua::project {
namespace {

using Names = std::set<std::string>;

std::string output_of(const char* command) {
  std::string output;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command, "r"), pclose);
  std::array<char, 4096> piece;
  while (pipe && fgets(piece.data(), piece.size(), pipe.get())) output += piece.data();
  return output;
}

// The first part of every path that git knows or would add; empty where this is no checkout.
Names top_level_entries() {
  setenv("MUTLUA_ROOT", kRoot.c_str(), 1);
  const std::string paths = output_of(
      "git -c safe.directory='*' -C \"$MUTLUA_ROOT\" "
      "ls-files --cached --others --exclude-standard 2>/dev/null");
  Names entries;
  for (size_t start = 0; start < paths.size(); start = paths.find('\n', start) + 1) {
    entries.insert(paths.substr(start, paths.find_first_of("/\n", start) - start));
  }
  return entries;
}

TEST(Layout, TopFolderHoldsOnlyWhatANewcomerExpects) {
  if (!fs::exists(kRoot / ".git")) GTEST_SKIP() << kRoot << " is not a git checkout";
  const Names entries = top_level_entries();
  if (entries.empty()) GTEST_SKIP() << "git does not list the files of " << kRoot;
  const Names expected = {
      "CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "dev", "src", "lua",
      "scripts",        "settings",          "tests",     "docs"};
  Names visible;
  std::ranges::copy_if(entries, std::inserter(visible, visible.end()),
                       [](const std::string& name) { return name.front() != '.'; });
  EXPECT_EQ(visible, expected);
  EXPECT_TRUE(entries.contains(".ci"));
}

TEST(Layout, TestsMirrorTheSources) {
  const Names besides = {"bench", "fake_nvml", "fuzz", "hardware", "lua", "project", "support"};
  for (const std::string& folder : folders_in("tests")) {
    EXPECT_TRUE(fs::exists(kRoot / "src" / folder) || besides.contains(folder))
        << "tests/" << folder << " mirrors no folder of src/";
  }
}

TEST(Layout, EveryFolderOfTheSourcesIsTested) {
  const Names besides = {"cmake"};
  for (const std::string& folder : folders_in("src")) {
    EXPECT_TRUE(besides.contains(folder) || fs::exists(kRoot / "tests" / folder / "CMakeLists.txt"))
        << "src/" << folder << " has no tests/" << folder << "/CMakeLists.txt";
  }
}

TEST(Layout, EverySourceFileNamesItsLicence) {
  for (const fs::path folder : {"src", "tests"}) {
    for (const fs::path& file : files_below(folder, {".cc", ".h"})) {
      const std::vector<std::string> lines = lines_of(file);
      EXPECT_TRUE(!lines.empty() && lines.front() == "// SPDX-License-Identifier: MIT")
          << file.string() << ":1: the first line is not the SPDX line";
    }
  }
}

}  // namespace
}  // namespace mutlua::project
