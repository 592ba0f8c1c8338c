// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

const fs::path kSettings = fs::path(MUTLUA_SOURCE_FOLDER) / "settings";

/// Names of the settings files that come with the program.
std::vector<std::string> names() {
  std::set<std::string> found;
  for (const auto& entry : fs::directory_iterator(kSettings)) {
    const std::string name = entry.path().stem();
    if (name != "models" && name != "digits") found.insert(name);
  }
  return {found.begin(), found.end()};
}

class BundledSettings : public testing::TestWithParam<std::string> {};

TEST_P(BundledSettings, RunToTheirEndOnTheBundledCatalogue) {
  Workshop workshop;
  fs::copy_file(kSettings / "digits.json", workshop.folder / "catalogue.json",
                fs::copy_options::overwrite_existing);
  const Ended translated =
      workshop.mutlua({"translate", (kSettings / (GetParam() + ".json")).string()});
  ASSERT_EQ(translated.status, 0) << translated.err;
  EXPECT_EQ(translated.err, "");
  workshop.script(translated.out);
  const Ended ended = workshop.run({"--cooldown", "0", "--settle", "0", "--seed", "42"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_FALSE(workshop.records().empty());
  EXPECT_TRUE(workshop.nothing_alive());
}

INSTANTIATE_TEST_SUITE_P(All, BundledSettings, testing::ValuesIn(names()),
                         [](const auto& about) { return about.param; });

}  // namespace
}  // namespace mutlua
