// SPDX-License-Identifier: MIT
#include "store/session_info.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "store/examples.h"

namespace mutlua {
namespace {

TEST(SessionInfo, ComesBackFromItsFile) {
  const TempFolder folder;
  SessionInfo info = example_session();
  info.lifetimes = {{2,
                     "2026-03-01T12:00:00Z",
                     7,
                     "0.1",
                     "ab",
                     "design.2.lua",
                     {"modules.2/a.lua"},
                     {{"driver", "555"}}}};
  folder.write("session.json", pretty_text(session_json(info)));
  const SessionInfo read = read_session_info(folder.path());
  EXPECT_EQ(session_json(read), session_json(info));
  EXPECT_EQ(read.seed, 42u);
}

TEST(SessionInfo, MayLackASeed) {
  const TempFolder folder;
  SessionInfo info = example_session();
  info.seed.reset();
  folder.write("session.json", pretty_text(session_json(info)));
  EXPECT_EQ(read_session_info(folder.path()).seed, std::nullopt);
}

TEST(SessionInfo, NamesTheFolderThatIsNoSession) {
  const TempFolder folder;
  try {
    read_session_info(folder.path());
    FAIL() << "an empty folder counted as a session";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::machine);
    EXPECT_NE(std::string(error.what()).find(folder.path().string()), std::string::npos);
  }
}

TEST(ListSessions, GivesTheOldestFirst) {
  const TempFolder results;
  const auto add = [&](const std::string& name, const std::string& created) {
    SessionInfo info = example_session();
    info.created_at = created;
    results.write(name + "/session.json", pretty_text(session_json(info)));
  };
  add("run_20260301_120000-10", "2026-03-01T12:00:00.5Z");
  add("run_20260301_120000", "2026-03-01T12:00:00.5Z");
  add("run_20260301_120000-2", "2026-03-01T12:00:00.5Z");
  add("run_20260302_010000", "2026-03-01T11:00:00.5Z");  // the local clock was put back
  std::vector<std::string> names;
  for (const FoundSession& each : list_sessions(results.path())) {
    names.push_back(each.folder.filename().string());
  }
  EXPECT_EQ(names, std::vector<std::string>({"run_20260302_010000", "run_20260301_120000",
                                             "run_20260301_120000-2", "run_20260301_120000-10"}));
}

TEST(ListSessions, IgnoresWithAWarningWhatHasNoSessionFile) {
  const TempFolder results;
  results.write("run_20251118_155526/summary.csv", "");
  results.write("run_20251118_155527/session.json", "{\"study\": ");
  results.write("notes/readme.txt", "");
  Heard heard;
  EXPECT_TRUE(list_sessions(results.path(), heard.warn()).empty());
  ASSERT_EQ(heard.warnings.size(), 1u);
  EXPECT_TRUE(heard.says("run_20251118_155526"));
  EXPECT_TRUE(heard.says("run_20251118_155527"));
  EXPECT_FALSE(heard.says("notes"));
}

TEST(ListSessions, FindsNoneInAnAbsentFolder) {
  const TempFolder folder;
  EXPECT_TRUE(list_sessions(folder / "results").empty());
}

TEST(ListSessions, RefusesWhatIsNoFolder) {
  const TempFolder folder;
  EXPECT_THROW(list_sessions(folder.write("results", "")), Error);
}

}  // namespace
}  // namespace mutlua
