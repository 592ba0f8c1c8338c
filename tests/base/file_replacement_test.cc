// SPDX-License-Identifier: MIT
#include "base/file_replacement.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

TEST(FileReplacement, PutsItsPiecesInTheOldFilesPlace) {
  const TempFolder folder;
  const auto path = folder.write("summary.csv", "old");
  FileReplacement file(path);
  for (int i = 0; i < 10000; ++i) file.append("0123456789");
  EXPECT_EQ(read_file(path), "old");
  file.commit();
  EXPECT_EQ(read_file(path).size(), 100000u);
  EXPECT_FALSE(std::filesystem::exists(path.string() + ".tmp"));
}

TEST(FileReplacement, LeavesTheOldFileIfItIsNotCommitted) {
  const TempFolder folder;
  const auto path = folder.write("summary.csv", "old");
  FileReplacement(path).append("new");
  EXPECT_EQ(read_file(path), "old");
  EXPECT_FALSE(std::filesystem::exists(path.string() + ".tmp"));
}

TEST(FileReplacement, NamesWhatCannotBeWritten) {
  const TempFolder folder;
  try {
    FileReplacement file(folder / "none/summary.csv");
    FAIL() << "nothing thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::machine);
    EXPECT_NE(std::string(error.what()).find("none/summary.csv"), std::string::npos);
  }
}

TEST(FileReplacement, SaysThatTheDiskIsFull) {
  const TempFolder folder;
  std::filesystem::create_symlink("/dev/full", folder / "summary.csv.tmp");
  FileReplacement file(folder / "summary.csv");
  file.append("x");
  EXPECT_THROW(file.commit(), Error);
}

}  // namespace
}  // namespace mutlua
