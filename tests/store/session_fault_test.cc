// SPDX-License-Identifier: MIT
// What a crash, a torn write or a foreign hand leaves on disk, and what the next start makes of it.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "base/error.h"
#include "store/examples.h"
#include "store/rows.h"
#include "store/session.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

fs::path trial_in(const fs::path& session, int number) {
  return session / ("examples_mnist_00" + std::to_string(number));
}

TEST(SessionFault, AnInterruptedTrialIsKeptAsideAndItsNumberUsedAgain) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  {
    const auto session = Session::open(folder);
    write_file(session->begin_trial("examples", "mnist", false).path / "training.log", "half");
  }
  Heard heard;
  const auto session = Session::open(folder, heard.warn());
  EXPECT_EQ(read_file(folder / "examples_mnist_004.interrupted-1/training.log"), "half");
  EXPECT_TRUE(heard.says("examples_mnist_004"));
  EXPECT_EQ(session->begin_trial("examples", "mnist", false).number, 4);
}

TEST(SessionFault, ATrialInterruptedTwiceLeavesTwoFolders) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  for (int i = 0; i < 2; ++i) Session::open(folder)->begin_trial("examples", "mnist", false);
  Session::open(folder);
  EXPECT_TRUE(fs::exists(folder / "examples_mnist_004.interrupted-1"));
  EXPECT_TRUE(fs::exists(folder / "examples_mnist_004.interrupted-2"));
}

TEST(SessionFault, AHalfWrittenRecordIsNoRecord) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  fs::create_directory(trial_in(folder, 4));
  write_file(trial_in(folder, 4) / "experiment.json.tmp", "{\"identity\": \"dd\"");
  const auto session = Session::open(folder);
  EXPECT_EQ(session->find("dd"), nullptr);
  EXPECT_TRUE(fs::exists(folder / "examples_mnist_004.interrupted-1/experiment.json.tmp"));
}

TEST(SessionFault, ARecordThatTheIndexLacksIsFoundAndIndexed) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  TrialRecord record = example_record("dd");
  record.execution_number = 4;
  fs::create_directory(trial_in(folder, 4));
  write_file(trial_in(folder, 4) / "experiment.json", pretty_text(record_json(record)));
  const auto session = Session::open(folder);
  ASSERT_NE(session->find("dd"), nullptr);
  EXPECT_EQ(session->begin_trial("examples", "mnist", false).number, 5);
  EXPECT_EQ(session->index().query("SELECT count(*) FROM trials").rows[0][0], 4);
}

TEST(SessionFault, AnIndexedTrialWhoseFolderIsGoneIsForgotten) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  fs::remove_all(trial_in(folder, 3));
  const auto session = Session::open(folder);
  EXPECT_EQ(session->find("cc"), nullptr);
  EXPECT_NE(session->find("aa"), nullptr);
  EXPECT_EQ(session->index().query("SELECT count(*) FROM v_trials").rows[0][0], 2);
}

TEST(SessionFault, ADamagedRecordIsNamedAndItsFolderLeftAlone) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  fs::create_directory(trial_in(folder, 4));
  write_file(trial_in(folder, 4) / "experiment.json", "{\"identity\": ");
  Heard heard;
  const auto session = Session::open(folder, heard.warn());
  EXPECT_TRUE(heard.says("examples_mnist_004"));
  EXPECT_EQ(session->finished().size(), 3u);
  EXPECT_TRUE(fs::exists(trial_in(folder, 4)));
  EXPECT_EQ(session->begin_trial("examples", "mnist", false).number, 5);
}

TEST(SessionFault, ACopiedTrialCountsOnce) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  fs::copy(trial_in(folder, 1), trial_in(folder, 9), fs::copy_options::recursive);
  Heard heard;
  for (int i = 0; i < 2; ++i) {
    const auto session = Session::open(folder, heard.warn());
    EXPECT_EQ(session->find("aa")->experiment_id, "examples_mnist_001");
  }
  EXPECT_TRUE(heard.says("examples_mnist_009"));
}

TEST(SessionFault, ADeletedIndexIsBuiltAgain) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  const std::string before = dump(Session::open(folder)->index());
  fs::remove(results / "mutlua.db");
  const auto session = Session::open(folder);
  EXPECT_NE(session->find("aa"), nullptr);
  EXPECT_EQ(dump(session->index()), before);
}

TEST(SessionFault, ASessionWithoutItsFileIsRefused) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  fs::remove(folder / "session.json");
  EXPECT_THROW(Session::open(folder), Error);
  Heard heard;
  EXPECT_EQ(Session::find_newest(results.path(), "learning rates", "models.json",
                                 Session::Kind::real, heard.warn()),
            std::nullopt);
  EXPECT_TRUE(heard.says(folder.filename().string()));
}

TEST(SessionFault, ADesignWithoutItsLifetimeIsWrittenOver) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  write_file(folder / "design.2.lua", "of a start that was cut short");
  const auto session = Session::open(folder);
  EXPECT_EQ(session->begin_lifetime({"new", {}}, example_time()), 2);
  EXPECT_EQ(read_file(folder / "design.2.lua"), "new");
}

TEST(SessionFault, RowsThatTheIndexLacksAreReadFromTheFile) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  Session::open(folder)->append_row({{"n", 1}});
  append_row(folder / "rows.jsonl", {{"n", 2}});
  const auto session = Session::open(folder);
  const Table table =
      session->index().query("SELECT content FROM rows WHERE trial_id IS NULL ORDER BY number");
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[1][0], "{\"n\":2}");
}

TEST(SessionFault, ResultsBelowAFileAreRefusedWithThePath) {
  const TempFolder folder;
  folder.write("file", "");
  try {
    Session::create(folder / "file/results", example_session(), example_time());
    FAIL() << "a session was made below a file";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::machine);
    EXPECT_NE(std::string(error.what()).find("file/results"), std::string::npos);
  }
}

TEST(SessionFault, ResultsWhereNoFolderCanBeMadeAreRefused) {
  EXPECT_THROW(Session::create("/proc/results", example_session(), example_time()), Error);
}

TEST(SessionFault, AnIndexThatCannotBeWrittenStopsNoStudy) {
  const TempFolder results;
  Heard heard;
  const auto session =
      Session::create(results.path(), example_session(), example_time(), heard.warn());
  run_trial(*session, example_record("aa"));
  // Another process breaks the index under us.
  ASSERT_EQ(std::system(("printf broken | dd conv=notrunc bs=1 seek=0 status=none of=" +
                         (results / "mutlua.db").string())
                            .c_str()),
            0);
  fs::resize_file(results / "mutlua.db-wal", 0);
  run_trial(*session, example_record("bb"));
  EXPECT_NE(session->find("bb"), nullptr);
  session->write_summary();
  const std::string csv = read_file(session->folder() / "summary.csv");
  EXPECT_NE(csv.find("examples_mnist_002"), std::string::npos);
}

/// Runs trial after trial in a child that is killed after `microseconds`; true if it got to an end.
void run_until_killed(const fs::path& folder, int microseconds) {
  const pid_t child = fork();
  if (child == 0) {
    const auto session = Session::open(folder);
    for (int n = 0; n < 200; ++n) {
      const std::string identity = "trial " + std::to_string(n);
      if (session->find(identity) == nullptr) run_trial(*session, example_record(identity));
      session->write_summary();
    }
    _exit(0);
  }
  usleep(static_cast<useconds_t>(microseconds));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}

TEST(SessionFault, WhereverItIsKilledEachTrialIsWholeOrAbsent) {
  const TempFolder results;
  const auto folder = Session::create(results.path(), example_session(), example_time())->folder();
  for (int i = 0; i < 25; ++i) {
    run_until_killed(folder, 4'000 + 2'711 * i);
    const auto session = Session::open(folder);
    for (const StoredTrial& each : session->finished()) {
      EXPECT_EQ(session->record(each.identity)["experiment_id"], each.experiment_id);
    }
    const std::string healed = dump(session->index());
    session->index().rebuild();
    EXPECT_EQ(dump(session->index()), healed);
  }
}

}  // namespace
}  // namespace mutlua
