// SPDX-License-Identifier: MIT
#include "training/log_follower.h"

#include <fstream>

#include "support.h"

namespace mutlua {
namespace {

using test::at;
using test::reading;

TEST(LogFollower, WaitsForAFileThatIsNotThere) {
  const test::TemporaryFolder folder;
  LogFollower follower(folder.path() / "training.log", reading({{"a", "acc ([0-9]+)"}}));
  EXPECT_FALSE(follower.poll(at(1)));
  folder.write("training.log", "acc 7\n");
  EXPECT_TRUE(follower.poll(at(2)));
  EXPECT_EQ(follower.reader().metric("a"), 7);
}

TEST(LogFollower, ReadsWhatIsNew) {
  const test::TemporaryFolder folder;
  LogFollower follower(folder.write("training.log", "acc 1\nac"), reading({{"a", "acc ([0-9]+)"}}));
  EXPECT_TRUE(follower.poll(at(1)));
  EXPECT_FALSE(follower.poll(at(2)));
  std::ofstream(follower.path(), std::ios::app) << "c 2";
  EXPECT_TRUE(follower.poll(at(3)));
  EXPECT_EQ(follower.reader().metric("a"), 1);
  follower.finish(at(4));
  EXPECT_EQ(follower.reader().metric("a"), 2);
  EXPECT_EQ(follower.last_lines(1), (std::vector<std::string>{"acc 2"}));
  EXPECT_EQ(follower.bytes_read(), 11u);
}

TEST(LogFollower, NamesALogThatCannotBeRead) {
  const test::TemporaryFolder folder;
  LogFollower follower(folder.path(), reading({}));
  const std::string message = test::error_of(ErrorKind::machine, [&] { follower.poll(at(1)); });
  EXPECT_NE(message.find(folder.path().string()), std::string::npos) << message;
}

}  // namespace
}  // namespace mutlua
