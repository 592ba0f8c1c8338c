// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/program.h"

namespace mutlua {
namespace {

const std::string kDigits = std::string(MUTLUA_SOURCE_FOLDER) + "/settings/digits.json";

/// The complete Lua examples of a document: what stands between ```lua and ```.
std::vector<std::string> examples_in(const std::string& document) {
  const std::string text = Workshop::content(std::string(MUTLUA_SOURCE_FOLDER) + "/" + document);
  std::vector<std::string> examples;
  const std::string begin = "\n```lua\n";
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
    const std::size_t end = text.find("\n```", at + begin.size());
    examples.push_back(text.substr(at + begin.size(), end - at - begin.size()) + "\n");
    at = end;
  }
  return examples;
}

class Documents : public testing::TestWithParam<const char*> {};

TEST_P(Documents, HoldExamplesThatRunOnTheBundledCatalogue) {
  const std::vector<std::string> examples = examples_in(GetParam());
  ASSERT_FALSE(examples.empty());
  for (const std::string& example : examples) {
    Workshop workshop;
    std::filesystem::copy_file(kDigits, workshop.folder / "catalogue.json",
                               std::filesystem::copy_options::overwrite_existing);
    workshop.script(example);
    const Ended ended = workshop.run();
    EXPECT_EQ(ended.status, 0) << example << "\n" << ended.err;
    EXPECT_TRUE(workshop.nothing_alive());
  }
}

INSTANTIATE_TEST_SUITE_P(All, Documents,
                         testing::Values("README.md", "docs/lua-api.md",
                                         "docs/designing-studies.md"));

}  // namespace
}  // namespace mutlua
