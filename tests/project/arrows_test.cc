// SPDX-License-Identifier: MIT
// The arrows of docs/architecture.md, kept true: which folder of src/ may include which.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <regex>
#include <set>

#include "project/files.h"

namespace mutlua::project {
namespace {

using Folders = std::set<std::string>;

// Direct arrows; what they lead to may be included as well. cli may include everything.
const std::map<std::string, Folders> kArrows = {
    {"base", {}},
    {"system", {"base"}},
    {"energy", {"system"}},
    {"training", {"system"}},
    {"store", {"system"}},
    {"analysis", {"base"}},
    {"report", {"analysis", "store"}},
    {"slurm", {"store", "system"}},
    {"lab", {"training", "energy", "store", "analysis", "system"}},
    {"script", {"base"}},
    {"legacy", {"training", "store"}},
    {"simulated", {"energy", "training", "system"}},
    {"trainer", {"base"}},
};

Folders reachable_from(const std::string& folder) {
  Folders reached = {folder};
  for (const std::string& next : kArrows.at(folder)) reached.merge(reachable_from(next));
  return reached;
}

bool may_include(const std::string& from, const std::string& to) {
  if (from == "cli") return true;
  return kArrows.contains(from) && reachable_from(from).contains(to);
}

std::string included_folder(const std::string& path) { return path.substr(0, path.find('/')); }

// What is wrong with one line of a file in `folder`; nothing for a good one.
std::optional<std::string> fault_in(const std::string& folder, const std::string& line) {
  static const std::regex quoted(R"re(^\s*#\s*include\s*"([^"]*)")re");
  std::smatch match;
  if (!std::regex_search(line, match, quoted)) return std::nullopt;
  const std::string target = included_folder(match[1]);
  if (target != "cli" && !kArrows.contains(target)) {
    return "includes \"" + match[1].str() + "\"; quoted includes start with a folder of src/";
  }
  if (may_include(folder, target)) return std::nullopt;
  return folder + " may not include " + target + ": no arrow leads there";
}

TEST(Arrows, HoldInEveryIncludeOfTheSources) {
  for (const fs::path& file : files_below("src", {".cc", ".h"})) {
    const fs::path relative = fs::relative(file, kRoot / "src");
    int number = 0;
    for (const std::string& line : lines_of(file)) {
      ++number;
      const auto fault = fault_in(included_folder(relative), line);
      EXPECT_FALSE(fault) << "src/" << relative.string() << ":" << number << ": " << *fault;
    }
  }
}

TEST(Arrows, KnowEveryFolderOfTheSources) {
  for (const std::string& folder : folders_in("src")) {
    if (folder == "cmake" || folder == "cli") continue;
    EXPECT_TRUE(kArrows.contains(folder)) << "src/" << folder << " has no arrows";
  }
}

TEST(Arrows, LeadFromTheLabToTheBaseThroughOtherFolders) {
  EXPECT_TRUE(may_include("lab", "base"));
  EXPECT_TRUE(may_include("cli", "trainer"));
}

TEST(Arrows, RefuseWhatPointsUpOrAcross) {
  EXPECT_EQ(fault_in("base", "#include \"system/clock.h\""),
            "base may not include system: no arrow leads there");
  EXPECT_TRUE(fault_in("script", "#include \"lab/lab.h\""));
  EXPECT_TRUE(fault_in("lab", "#  include \"script/door.h\""));
  EXPECT_TRUE(fault_in("energy", "#include \"sampler.h\""));
  EXPECT_FALSE(fault_in("energy", "#include <sampler.h>"));
  EXPECT_FALSE(fault_in("energy", "#include \"energy/sampler.h\""));
}

}  // namespace
}  // namespace mutlua::project
