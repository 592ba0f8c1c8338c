// SPDX-License-Identifier: MIT
// What a crash, a torn write or a foreign hand leaves on disk, and what the next start makes of it.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "store/examples.h"
#include "store/killed_at_step.h"
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
  EXPECT_TRUE(fs::exists(folder / "examples_mnist_004.interrupted-1"));
  EXPECT_FALSE(fs::exists(folder / "examples_mnist_004.interrupted-1/experiment.json.tmp"));
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
  EXPECT_EQ(query(results.path(), "SELECT count(*) FROM trials").rows[0][0], 4);
}

TEST(SessionFault, AnIndexedTrialWhoseFolderIsGoneIsForgotten) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  fs::remove_all(trial_in(folder, 3));
  const auto session = Session::open(folder);
  EXPECT_EQ(session->find("cc"), nullptr);
  EXPECT_NE(session->find("aa"), nullptr);
  EXPECT_EQ(query(results.path(), "SELECT count(*) FROM v_trials").rows[0][0], 2);
}

TEST(SessionFault, ADamagedRecordIsNamedAndItsFolderLeftAlone) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  fs::create_directory(trial_in(folder, 4));
  write_file(trial_in(folder, 4) / "experiment.json", "{\"identity\": ");
  Heard heard;
  const auto session = Session::open(folder, heard.warn());
  EXPECT_TRUE(heard.says("examples_mnist_004"));
  EXPECT_EQ(finished(*session).size(), 3u);
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
  const std::string before = dump(results.path());
  fs::remove(results / "mutlua.db");
  const auto session = Session::open(folder);
  EXPECT_NE(session->find("aa"), nullptr);
  EXPECT_EQ(dump(results.path()), before);
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
      query(results.path(), "SELECT content FROM rows WHERE trial_id IS NULL ORDER BY number");
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
  auto session = Session::create(results.path(), example_session(), example_time(), heard.warn());
  const fs::path folder = session->folder();
  run_trial(*session, example_record("aa"));
  SQLite::Database(results / "mutlua.db", SQLite::OPEN_READWRITE).exec("DROP TABLE metrics");

  run_trial(*session, example_record("bb"));
  EXPECT_TRUE(heard.says("examples_mnist_002 is finished, but"));
  EXPECT_NE(session->find("bb"), nullptr);
  session->append_row({{"n", 1}});
  session->write_summary();
  EXPECT_NE(read_file(folder / "summary.csv").find("examples_mnist_002"), std::string::npos);

  session.reset();
  session = Session::open(folder, heard.warn());
  EXPECT_TRUE(heard.says("mutlua.db.broken-1"));
  EXPECT_NE(session->find("bb"), nullptr);
  EXPECT_EQ(query(results.path(), "SELECT metric_test_accuracy FROM v_trials").rows.size(), 2u);
}

TEST(SessionFault, ATrialThatTheIndexRefusedIsNotedWithTheNextSummary) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  SQLite::Database other(results / "mutlua.db", SQLite::OPEN_READWRITE);
  other.exec("CREATE TRIGGER refuse BEFORE INSERT ON trials BEGIN SELECT raise(ABORT, 'no'); END");
  run_trial(*session, example_record("aa"));
  EXPECT_TRUE(query(results.path(), "SELECT * FROM trials").rows.empty());
  other.exec("DROP TRIGGER refuse");
  session->write_summary();
  EXPECT_EQ(query(results.path(), "SELECT * FROM trials").rows.size(), 1u);
}

void continue_study(const fs::path& folder) {
  const auto session = Session::open(folder);
  session->begin_lifetime({"-- script", {{"edges.lua", "return {}"}}}, example_time());
  session->append_row({{"lifetime", session->lifetime()}});
  const std::string identity = "trial " + std::to_string(finished(*session).size());
  run_trial(*session, example_record(identity));
  session->write_summary();
}

TEST(SessionFault, WhereverItIsKilledEachTrialIsWholeOrAbsent) {
  if (!can_trace()) GTEST_SKIP() << "this machine does not let a process trace its child";
  const TempFolder results;
  const auto folder = Session::create(results.path(), example_session(), example_time())->folder();
  std::size_t finished_before = 0;
  int step = 1;
  for (; killed_at_step(step, [&] { continue_study(folder); }); ++step) {
    const auto session = Session::open(folder);
    EXPECT_GE(finished(*session).size(), finished_before)
        << "a finished trial was lost at step " << step;
    finished_before = finished(*session).size();
    for (const StoredTrial& each : finished(*session)) {
      EXPECT_EQ(session->record(each.identity)["experiment_id"], each.experiment_id);
      EXPECT_EQ(read_file(folder / each.experiment_id / "training.log"), "epoch 1\n");
    }
    const std::string healed = dump(results.path());
    Index(results.path()).rebuild();
    EXPECT_EQ(dump(results.path()), healed) << "after step " << step;
  }
  EXPECT_GT(step, 20);
  EXPECT_GT(finished_before, 0u);
  EXPECT_EQ(finished(*Session::open(folder)).size(), finished_before + 1);
}

TEST(SessionFault, AFinishedTrialsRecordThatWasDamagedIsNamedWithWhatToDo) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  const auto session = Session::open(folder);
  const auto message = [&](const std::string& content) -> std::string {
    write_file(trial_in(folder, 2) / "experiment.json", content);
    try {
      session->record("bb");
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::machine);
      return error.what();
    }
    return "nothing thrown";
  };
  const std::string file = (trial_in(folder, 2) / "experiment.json").string();
  EXPECT_EQ(message("{x"), file +
                               " is damaged (line 1, column 2); move its folder away to measure "
                               "the trial again");
  EXPECT_NE(message("[]").find("(it is no object)"), std::string::npos);
  Json record = record_json(example_record("bb"));
  for (const char* needed : {"label", "factors", "block", "replicate", "energy", "quality"}) {
    Json without = record;
    without.erase(needed);
    EXPECT_NE(message(without.dump()).find(std::string("(it has no ") + needed), std::string::npos);
  }
  record["quality"].erase("performance");
  EXPECT_NE(message(record.dump()).find("(it has no quality"), std::string::npos);
}

}  // namespace
}  // namespace mutlua
