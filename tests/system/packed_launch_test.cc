// SPDX-License-Identifier: MIT
#include "system/packed_launch.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"

namespace mutlua {
namespace {

PackedLaunch packed(const Launch& launch, std::vector<std::string> environment = {}) {
  std::vector<char*> pointers;
  pointers.reserve(environment.size() + 1);
  for (std::string& each : environment) pointers.push_back(each.data());
  pointers.push_back(nullptr);
  return PackedLaunch::from(launch, pointers.data());
}

bool has(const PackedLaunch& launch, const std::string& variable) {
  return std::count(launch.environment.begin(), launch.environment.end(), variable) == 1;
}

TEST(PackedLaunch, IsReadAsItWasWritten) {
  const PackedLaunch launch{"/a folder", {"x", "", "a\nb"}, {"A=1", "B="}};
  const PackedLaunch read = PackedLaunch::read(launch.write().number());
  EXPECT_EQ(read.folder, launch.folder);
  EXPECT_EQ(read.argv, launch.argv);
  EXPECT_EQ(read.environment, launch.environment);
}

TEST(PackedLaunch, UnbuffersPythonUnlessSomebodyDecided) {
  EXPECT_TRUE(has(packed({{"x"}, {}, {}, {}}), "PYTHONUNBUFFERED=1"));
  EXPECT_TRUE(has(packed({{"x"}, {}, {}, {}}, {"PYTHONUNBUFFERED="}), "PYTHONUNBUFFERED="));
  EXPECT_FALSE(has(packed({{"x"}, {}, {}, {}}, {"PYTHONUNBUFFERED="}), "PYTHONUNBUFFERED=1"));
  EXPECT_TRUE(has(packed({{"x"}, {{"PYTHONUNBUFFERED", "0"}}, {}, {}}), "PYTHONUNBUFFERED=0"));
}

TEST(PackedLaunch, ReplacesAVariableAndNotOneThatBeginsAlike) {
  const PackedLaunch launch = packed({{"x"}, {{"A", "2"}}, {}, {}}, {"A=1", "AB=1"});
  EXPECT_TRUE(has(launch, "A=2"));
  EXPECT_FALSE(has(launch, "A=1"));
  EXPECT_TRUE(has(launch, "AB=1"));
}

TEST(PackedLaunch, RefusesWhatNoProgramCanBeGiven) {
  EXPECT_THROW(packed({}), Error);
  EXPECT_THROW(packed({{std::string("a\0b", 3)}, {}, {}, {}}).write(), Error);
  EXPECT_THROW(packed({{"x", std::string(17u << 20, 'x')}, {}, {}, {}}).write(), Error);
}

TEST(PackedLaunch, MakesTheFolderAbsolute) {
  EXPECT_EQ(packed({{"x"}, {}, {}, {}}).folder, std::filesystem::current_path());
  EXPECT_EQ(packed({{"x"}, {}, "sub", {}}).folder, std::filesystem::current_path() / "sub");
}

}  // namespace
}  // namespace mutlua
