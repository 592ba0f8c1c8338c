// SPDX-License-Identifier: MIT
#include "store/session.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>

#include "base/error.h"
#include "base/sha256.h"
#include "store/csv.h"
#include "store/examples.h"
#include "store/rows.h"
#include "store/summary.h"

namespace mutlua {
namespace {

TEST(Session, IsNamedAfterTheSecondItBeganIn) {
  const TempFolder folder;
  setenv("TZ", "UTC", 1);
  const auto results = folder / "deep/results";
  const auto first = Session::create(results, example_session(), example_time());
  const auto second = Session::create(results, example_session(), example_time());
  const auto third = Session::create(results, example_session(), example_time());
  EXPECT_EQ(first->folder(), results / "run_20260301_123045");
  EXPECT_EQ(second->folder(), results / "run_20260301_123045-2");
  EXPECT_EQ(third->folder(), results / "run_20260301_123045-3");
}

TEST(Session, SaysWhatItIs) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  const SessionInfo info = read_session_info(session->folder());
  EXPECT_EQ(info.study, "learning rates");
  EXPECT_EQ(info.seed, 42u);
  EXPECT_EQ(info.created_at, "2026-03-01T12:30:45.123456Z");
  EXPECT_EQ(info.mutlua_version, MUTLUA_VERSION);
  EXPECT_EQ(info.machine["host"], "green");
}

TEST(Session, IsFoundByStudyAndCatalogue) {
  const TempFolder results;
  const auto make = [&](const std::string& study, const std::string& catalogue, int second) {
    SessionInfo info = example_session(study);
    info.catalogue = catalogue;
    return Session::create(results.path(), info, example_time(second))->folder();
  };
  make("a", "x", 0);
  const auto newest = make("a", "x", 1);
  make("a", "y", 2);
  make("b", "x", 3);
  EXPECT_EQ(Session::find_newest(results.path(), "a", "x"), newest);
  EXPECT_EQ(Session::find_newest(results.path(), "c", "x"), std::nullopt);
}

TEST(Session, IsNeverASimulatedOneUnlessAskedFor) {
  const TempFolder results;
  SessionInfo info = example_session("a");
  const auto real = Session::create(results.path(), info, example_time())->folder();
  info.simulated = true;
  const auto simulated = Session::create(results.path(), info, example_time(1))->folder();
  EXPECT_EQ(Session::find_newest(results.path(), "a", "models.json"), real);
  EXPECT_EQ(Session::find_newest(results.path(), "a", "models.json", Session::Kind::simulated),
            simulated);
}

TEST(Session, KeepsOneCopyOfTheScriptPerLifetime) {
  const TempFolder results;
  auto session = Session::create(results.path(), example_session(), example_time());
  const auto folder = session->folder();
  EXPECT_EQ(session->begin_lifetime({"first", {{"lib/edges.lua", "one"}}}, example_time()), 1);
  session.reset();
  session = Session::open(folder);
  EXPECT_EQ(session->lifetime(), 0);
  EXPECT_EQ(session->begin_lifetime({"second", {{"lib/edges.lua", "two"}}}, example_time(9),
                                    {{"driver", "555"}}),
            2);
  EXPECT_EQ(read_file(folder / "design.lua"), "first");
  EXPECT_EQ(read_file(folder / "design.2.lua"), "second");
  EXPECT_EQ(read_file(folder / "modules/lib/edges.lua"), "one");
  EXPECT_EQ(read_file(folder / "modules.2/lib/edges.lua"), "two");
  const SessionInfo info = read_session_info(folder);
  ASSERT_EQ(info.lifetimes.size(), 2u);
  EXPECT_EQ(info.lifetimes[1].script_sha256, sha256("second"));
  EXPECT_EQ(info.lifetimes[1].design, "design.2.lua");
  EXPECT_EQ(info.lifetimes[1].pid, getpid());
  EXPECT_EQ(info.lifetimes[1].machine["driver"], "555");
}

TEST(Session, RefusesAModuleFromElsewhere) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  EXPECT_THROW(session->begin_lifetime({"", {{"../evil.lua", ""}}}, example_time()), Error);
  EXPECT_THROW(session->begin_lifetime({"", {{"/evil.lua", ""}}}, example_time()), Error);
}

TEST(Session, KeepsADrawnSeed) {
  const TempFolder results;
  SessionInfo info = example_session();
  info.seed.reset();
  const auto session = Session::create(results.path(), info, example_time());
  session->store_seed(7);
  EXPECT_EQ(read_session_info(session->folder()).seed, 7u);
  EXPECT_EQ(query(results.path(), "SELECT seed FROM sessions").rows[0][0], 7);
}

TEST(Session, FindsAFinishedTrialAgain) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  const auto session = Session::open(folder.string() + "/");
  const StoredTrial* trial = session->find("bb");
  ASSERT_NE(trial, nullptr);
  EXPECT_EQ(trial->experiment_id, "examples_mnist_002");
  EXPECT_EQ(trial->number, 2);
  EXPECT_TRUE(trial->success);
  EXPECT_EQ(trial->status, "completed");
  EXPECT_EQ(trial->performance_verdict, "suspect");
  EXPECT_EQ(session->record("bb")["identity"], "bb");
  EXPECT_EQ(session->find("dd"), nullptr);
  EXPECT_EQ(session->find("bb", 2), nullptr);
  EXPECT_EQ(finished(*session).size(), 3u);
}

TEST(Session, TakesNoSimulatedTrialForOneOfItsOwn) {
  const TempFolder results;
  SessionInfo info = example_session();
  info.simulated = true;
  const auto simulated = Session::create(results.path(), info, example_time(1));
  TrialRecord record = example_record("dd");
  record.simulated = true;
  const TrialFolder trial = run_trial(*simulated, record);
  const auto folder = example_results(results.path());
  std::filesystem::copy(trial.path, folder / "examples_mnist_004",
                        std::filesystem::copy_options::recursive);
  EXPECT_EQ(Session::open(folder)->find("dd"), nullptr);
  EXPECT_NE(simulated->find("dd"), nullptr);
}

TEST(Session, FindsATrialInTheLifetimeThatFinishedIt) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  run_trial(*session, example_record("aa"));
  ASSERT_NE(session->find("aa"), nullptr);
  EXPECT_EQ(session->find("aa")->experiment_id, "examples_mnist_001");
}

TEST(Session, KeepsRepeatsOfATrialApart) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  TrialRecord record = example_record("aa");
  record.foregrounds[0].success = false;
  run_trial(*session, record);
  record.foregrounds[0].success = true;
  record.repeat = 2;
  run_trial(*session, record);
  const auto folder = session->folder();
  EXPECT_FALSE(session->find("aa")->success);
  EXPECT_TRUE(session->find("aa", 2)->success);
  ASSERT_NE(session->latest("aa"), nullptr);
  EXPECT_EQ(session->latest("aa")->repeat, 2);
  EXPECT_EQ(session->latest("bb"), nullptr);
  EXPECT_EQ(session->finished().size(), 2u);
}

TEST(Session, RefusesToFinishATrialTwice) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  run_trial(*session, example_record("aa"));
  EXPECT_THROW(run_trial(*session, example_record("aa")), Error);
}

TEST(Session, NumbersTrialsInOrderOfExecution) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  EXPECT_EQ(session->begin_trial("a", "b", false).experiment_id, "a_b_001");
  EXPECT_EQ(session->begin_trial("c/d", "e", true).experiment_id, "c_d_e_002_parallel");
}

TEST(Session, UsesTheNumberOfAnAbandonedTrialAgain) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  for (int n = 1; n <= 2; ++n) {
    const TrialFolder trial = session->begin_trial("a", "b", false);
    EXPECT_EQ(trial.number, 1);
    session->abandon_trial(trial);
    EXPECT_TRUE(std::filesystem::exists(trial.path.string() + ".interrupted-" + std::to_string(n)));
  }
}

TEST(Session, ArchivesAllOfAFailedAttempt) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  const TrialFolder trial = session->begin_trial("a", "b", true);
  const auto leave = [&](const std::string& text) {
    std::filesystem::create_directories(trial.path / "energy");
    write_file(trial.path / "training.log", text);
    write_file(trial.path / "energy/trace.csv", text);
  };
  leave("first");
  session->archive_attempt(trial, 1);
  leave("second");
  session->archive_attempt(trial, 2);
  EXPECT_EQ(read_file(trial.path / "attempts/1/training.log"), "first");
  EXPECT_EQ(read_file(trial.path / "attempts/1/energy/trace.csv"), "first");
  EXPECT_EQ(read_file(trial.path / "attempts/2/training.log"), "second");
  EXPECT_FALSE(std::filesystem::exists(trial.path / "training.log"));
  EXPECT_THROW(session->archive_attempt(trial, 2), Error);
}

TEST(Session, IsWrittenByOneProcessAtATime) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  const auto session = Session::open(folder);
  const pid_t child = fork();
  if (child == 0) {
    try {
      Session::open(folder);
    } catch (const Error& error) {
      const std::string pid = std::to_string(getppid());
      _exit(std::string(error.what()).find(pid) != std::string::npos ? 0 : 2);
    }
    _exit(1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(Session, IsFreeAgainAfterItsHolder) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  Session::open(folder);
  EXPECT_NO_THROW(Session::open(folder));
}

TEST(Session, AppendsRowsToFileAndIndex) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  session->append_row({{"n", 1}});
  session->append_row({{"n", 2}});
  EXPECT_EQ(read_rows(session->folder() / "rows.jsonl").size(), 2u);
  const Table table = query(results.path(), "SELECT number, content FROM rows ORDER BY number");
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[1][0], 2);
  EXPECT_EQ(table.rows[1][1], "{\"n\":2}");
}

TEST(Session, ReplacesItsStatus) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  session->write_status({{"state", "cooling"}});
  session->write_status({{"state", "training"}});
  EXPECT_EQ(read_json(session->folder() / "status.json")["state"], "training");
}

TEST(Session, WritesItsSummaryOnceForWhatIsFinished) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  const auto file = session->folder() / "summary.csv";
  run_trial(*session, example_record("aa"));
  session->write_summary();
  EXPECT_TRUE(std::filesystem::remove(file));
  session->write_summary();
  EXPECT_FALSE(std::filesystem::exists(file));
  run_trial(*session, example_record("bb"));
  session->write_summary();
  EXPECT_NE(read_file(file).find("examples_mnist_002"), std::string::npos);
}

TEST(Session, SummaryAgreesWithTheFolders) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  session->write_summary();
  EXPECT_FALSE(std::filesystem::exists(session->folder() / "summary.csv"));

  TrialRecord odd = example_record("bb");
  odd.foregrounds[0].hyperparameters = {
      {"epochs", 10.0}, {"seed", 9007199254740993}, {"scheme", "a, b"}, {"nesterov", true}};
  odd.foregrounds[0].performance_metrics = {{"x", 1e-7}, {"quote\"'", 5}, {"gone", nullptr}};
  odd.backgrounds = {example_background()};
  run_trial(*session, example_record("aa"));
  run_trial(*session, odd);
  session->write_summary();

  std::vector<TrialSummary> read;
  for (const StoredTrial& each : finished(*session)) {
    read.push_back(summarise(session->record(each.identity), each.experiment_id));
  }
  const std::string csv = read_file(session->folder() / "summary.csv");
  EXPECT_EQ(csv, summary_csv(read));
  auto cells = cells_by_name(csv, 2);
  EXPECT_EQ(cells["hyperparam_epochs"], "10.0");
  EXPECT_EQ(cells["hyperparam_seed"], "9007199254740993");
  EXPECT_EQ(cells["hyperparam_nesterov"], "True");
  EXPECT_EQ(cells["hyperparam_scheme"], "a, b");
}

TEST(Session, MakesARecordOfWhatJsonCannotHold) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  TrialRecord record = example_record("aa");
  record.foregrounds[0].message = "bad bytes \xff\xfe";
  record.foregrounds[0].performance_metrics = {{"loss", std::nan("")}};
  run_trial(*session, record);
  EXPECT_TRUE(session->record("aa")["performance_metrics"]["loss"].is_null());
  const std::string before = dump(results.path());
  Index(results.path()).rebuild();
  EXPECT_EQ(dump(results.path()), before);
}

}  // namespace
}  // namespace mutlua
