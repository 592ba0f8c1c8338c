// SPDX-License-Identifier: MIT
#include "base/files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "base/error.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  Files() {
    std::string name = (fs::temp_directory_path() / "mutlua-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Files() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  template <typename Call>
  std::string machine_error(const Call& call) {
    try {
      call();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::machine);
      return error.what();
    }
    return "nothing thrown";
  }

  fs::path folder_;
};

TEST_F(Files, AreWrittenAndReplacedWhole) {
  const fs::path path = folder_ / "record.json";
  write_file_durably(path, "old");
  write_file_durably(path, "new, and longer");
  EXPECT_EQ(read_file(path), "new, and longer");
  write_file(path, "x");
  EXPECT_EQ(read_file(path), "x");
}

TEST_F(Files, LeaveNothingElseBehind) {
  write_file_durably(folder_ / "record.json", "x");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(Files, KeepTheOldContentWhereTheNewCannotBeWritten) {
  const fs::path path = folder_ / "record.json";
  write_file_durably(path, "old");
  fs::create_directory(path.string() + ".tmp");  // stands in the way
  EXPECT_NE(machine_error([&] { write_file_durably(path, "new"); }), "nothing thrown");
  EXPECT_EQ(read_file(path), "old");
}

TEST_F(Files, NameWhatCannotBeRead) {
  const std::string missing = (folder_ / "no.json").string();
  EXPECT_EQ(machine_error([&] { read_file(missing); }),
            "cannot open " + missing + ": No such file or directory");
}

TEST_F(Files, AdviseAnotherResultsFolderForWritingOnly) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read and write everything";
  write_file(folder_ / "secret", "x");
  fs::permissions(folder_ / "secret", fs::perms::none);
  const std::string reading = machine_error([&] { read_file(folder_ / "secret"); });
  EXPECT_NE(reading.find("check its permissions"), std::string::npos);
  EXPECT_EQ(reading.find("--results"), std::string::npos);
  fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec);
  const std::string writing = machine_error([&] { write_file(folder_ / "new", "x"); });
  EXPECT_NE(writing.find("--results"), std::string::npos);
  fs::permissions(folder_, fs::perms::owner_all);
}

TEST_F(Files, NameTheFolderThatIsMissing) {
  const fs::path path = folder_ / "no" / "record.json";
  EXPECT_NE(machine_error([&] { write_file_durably(path, "x"); }).find(path.string()),
            std::string::npos);
}

TEST_F(Files, AreNotReadBeyondTheLimit) {
  write_file(folder_ / "large", std::string(1000, 'x'));
  EXPECT_NE(machine_error([&] { read_file(folder_ / "large", 999); }).find("larger than 999 bytes"),
            std::string::npos);
  EXPECT_EQ(read_file(folder_ / "large", 1000).size(), 1000u);
}

TEST(Descriptor, ClosesWhatItOwns) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  Descriptor reading(ends[0]);
  { const Descriptor writing(ends[1]); }
  char byte = 0;
  EXPECT_EQ(::read(reading.number(), &byte, 1), 0);  // the end of the pipe: nobody holds the other
  Descriptor moved = std::move(reading);
  EXPECT_TRUE(moved);
  EXPECT_EQ(moved.release(), ends[0]);
  EXPECT_FALSE(moved);
  ::close(ends[0]);
}

}  // namespace
}  // namespace mutlua
