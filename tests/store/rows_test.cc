// SPDX-License-Identifier: MIT
#include "store/rows.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

TEST(Rows, ComeBackInTheirOrder) {
  const TempFolder folder;
  append_row(folder / "rows.jsonl", {{"n", 1}});
  append_row(folder / "rows.jsonl", {{"n", 2}, {"text", "line\nbreak"}});
  EXPECT_EQ(Json(read_rows(folder / "rows.jsonl")),
            Json::parse(R"([{"n": 1}, {"n": 2, "text": "line\nbreak"}])"));
}

TEST(Rows, AreNoneWithoutAFile) {
  const TempFolder folder;
  EXPECT_TRUE(read_rows(folder / "rows.jsonl").empty());
}

TEST(Rows, LoseOnlyTheTornLine) {
  const TempFolder folder;
  folder.write("rows.jsonl", "{\"n\":1}\n{\"n\":2,\"te");
  EXPECT_EQ(Json(read_rows(folder / "rows.jsonl")), Json::parse(R"([{"n": 1}])"));
  append_row(folder / "rows.jsonl", {{"n", 3}});
  EXPECT_EQ(Json(read_rows(folder / "rows.jsonl")), Json::parse(R"([{"n": 1}, {"n": 3}])"));
}

TEST(Rows, RefuseAFileThatCannotBeWritten) {
  const TempFolder folder;
  folder.write("file", "");
  EXPECT_THROW(append_row(folder / "file" / "rows.jsonl", Json::object()), Error);
}

TEST(Rows, RefuseWhatWouldNotComeBack) {
  const TempFolder folder;
  for (const Json& row : {Json(5), Json("text"), Json::array({1, 2}), Json(nullptr)}) {
    try {
      append_row(folder / "rows.jsonl", row);
      FAIL() << row << " was taken";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::script);
      EXPECT_STREQ(error.what(), "mut.emit: expected named fields");
    }
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "rows.jsonl"));
}

}  // namespace
}  // namespace mutlua
