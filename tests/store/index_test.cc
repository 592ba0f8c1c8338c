// SPDX-License-Identifier: MIT
#include "store/index.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "base/error.h"
#include "store/examples.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

Json one(const fs::path& results, const std::string& sql) {
  return query(results, sql).rows.at(0).at(0);
}

TEST(Index, IsMadeOnceWhereSeveralProgramsOpenItAtOnce) {
  for (int round = 0; round < 10; ++round) {
    const TempFolder results;
    std::vector<std::string> said(4);
    std::vector<std::thread> programs;
    for (std::string& each : said) {
      programs.emplace_back([&] {
        try {
          Index(results.path(), [&](const std::string& warning) { each += warning; });
        } catch (const Error& error) {
          each += error.what();
        }
      });
    }
    for (std::thread& each : programs) each.join();
    ASSERT_EQ(said, std::vector<std::string>(4));
  }
}

TEST(Index, ShowsOneWideRowPerTrial) {
  const TempFolder results;
  example_results(results.path());
  Index index(results.path());
  const Table table = query(results.path(), "SELECT * FROM v_trials ORDER BY execution_number");
  const std::vector<std::string> expected = {"session",
                                             "experiment_id",
                                             "identity",
                                             "study",
                                             "block",
                                             "label",
                                             "mode",
                                             "model",
                                             "background",
                                             "replicate",
                                             "success",
                                             "energy_verdict",
                                             "performance_verdict",
                                             "duration_seconds",
                                             "gpu_energy_total_joules",
                                             "cpu_energy_total_joules",
                                             "total_energy_joules",
                                             "legacy_gpu_energy_joules"};
  ASSERT_GE(table.columns.size(), expected.size());
  EXPECT_EQ(
      std::vector<std::string>(table.columns.begin(), table.columns.begin() + expected.size()),
      expected);
  EXPECT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(one(results.path(), "SELECT model FROM v_trials"), "examples/mnist");
  EXPECT_EQ(one(results.path(), "SELECT hp_epochs FROM v_trials"), 10);
  EXPECT_EQ(one(results.path(), "SELECT hp_learning_rate FROM v_trials"), 0.01);
  EXPECT_EQ(one(results.path(), "SELECT metric_test_accuracy FROM v_trials"), 98.0);
}

TEST(Index, HoldsThePartsOfATrial) {
  const TempFolder results;
  example_results(results.path());
  Index index(results.path());
  EXPECT_EQ(one(results.path(), "SELECT count(*) FROM attempts"), 3);
  EXPECT_EQ(one(results.path(), "SELECT count(*) FROM hyperparameters"), 12);
  EXPECT_EQ(one(results.path(), "SELECT source FROM hyperparameters WHERE name = 'seed'"),
            "catalogue default");
  EXPECT_EQ(one(results.path(), "SELECT gross_joules FROM energy WHERE domain = 'GPU-1'"), 1524.25);
  EXPECT_EQ(one(results.path(), "SELECT metrics FROM epochs"), "{\"loss\":0.5}");
  EXPECT_EQ(one(results.path(), "SELECT cpu_joules FROM epochs"), 12.5);
  EXPECT_TRUE(one(results.path(), "SELECT joules FROM epochs").is_null());
  EXPECT_EQ(one(results.path(), "SELECT flag FROM flags"), "sample.late");
  EXPECT_EQ(one(results.path(), "SELECT content FROM rows WHERE trial_id IS NOT NULL"),
            "{\"note\":\"inside\"}");
}

TEST(Index, IsTheSameAfterARebuild) {
  const TempFolder results;
  {
    const auto session = Session::create(results.path(), example_session("x"), example_time(5));
    session->begin_lifetime({"-- x", {}}, example_time());
    TrialRecord several = example_record("aa");
    several.foregrounds.push_back(example_training());
    several.foregrounds[1].performance_metrics = {{"other", 1}};
    several.backgrounds = {example_background(), example_background()};
    run_trial(*session, several);
    session->append_row({{"n", 1}});
    TrialRecord load = example_record("bb");
    load.foregrounds.clear();
    load.backgrounds = {example_background()};
    run_trial(*session, load);
    session->store_seed(9);
  }
  example_results(results.path());
  Index index(results.path());
  const std::string before = dump(results.path());
  EXPECT_NE(before.find("metric_test_accuracy"), std::string::npos);
  EXPECT_EQ(one(results.path(), "SELECT count(*) FROM v_trials WHERE model LIKE '% + %'"), 1);
  index.rebuild();
  EXPECT_EQ(dump(results.path()), before);
}

TEST(Index, GivesTheNamesThatEachRepeatWasMeasuredUnder) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  session->begin_lifetime({"-- x", {}}, example_time());
  TrialRecord record = example_record("aa");
  record.label = "old";
  record.factors = {{"lr", 0.1}};
  run_trial(*session, record);
  record.label = "new";
  record.factors = {{"rate", 0.1}};
  record.repeat = 2;
  run_trial(*session, record);
  Index index(results.path());
  const std::vector<StoredTrial> trials = index.trials(session->name());
  ASSERT_EQ(trials.size(), 2u);
  EXPECT_EQ(trials[0].label, "old");
  EXPECT_EQ(trials[0].factors, R"({"lr":0.1})");
  EXPECT_EQ(trials[1].label, "new");
  EXPECT_EQ(trials[1].factors, R"({"rate":0.1})");
  EXPECT_EQ(session->latest("aa")->label, "new");
}

TEST(Index, HoldsSeveralSessionsApart) {
  const TempFolder results;
  const auto first = example_results(results.path());
  const auto second = example_results(results.path());
  Index index(results.path());
  EXPECT_EQ(index.trials(first.filename()).size(), 3u);
  EXPECT_EQ(index.trials(second.filename()).size(), 3u);
  EXPECT_EQ(one(results.path(), "SELECT count(*) FROM v_trials"), 6);
}

TEST(Index, TakesNamesAsData) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  const std::vector<std::string> names = {"a\" ; DROP TABLE trials; --",
                                          "it's",
                                          "accuracy",
                                          "ACCURACY",
                                          "trial_id",
                                          "",
                                          "mAP@5 %",
                                          "a\nb",
                                          std::string("nul\0byte", 8),
                                          "准确率"};
  TrialRecord record = example_record("aa");
  double value = 0;
  for (const std::string& name : names) {
    record.foregrounds[0].performance_metrics[name] = ++value;
    record.foregrounds[0].hyperparameters[name] = value;
  }
  run_trial(*session, record);
  Index index(results.path());
  EXPECT_EQ(one(results.path(), "SELECT count(*) FROM trials"), 1);
  EXPECT_EQ(one(results.path(), R"(SELECT "metric_a"" ; DROP TABLE trials; --" FROM v_trials)"),
            1.0);
  EXPECT_EQ(one(results.path(), R"(SELECT "hp_it's" FROM v_trials)"), 2.0);
  EXPECT_EQ(one(results.path(), R"(SELECT "metric_准确率" FROM v_trials)"), 10.0);
  EXPECT_EQ(one(results.path(), "SELECT count(*) FROM metrics"), 11);
  const std::string before = dump(results.path());
  index.rebuild();
  EXPECT_EQ(dump(results.path()), before);
}

TEST(Index, BearsMoreNamesThanSqlHasColumns) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  TrialRecord record = example_record("aa");
  for (int i = 0; i < 2500; ++i) {
    record.foregrounds[0].performance_metrics["m" + std::to_string(i)] = i;
  }
  run_trial(*session, record);
  EXPECT_EQ(one(results.path(), "SELECT count(*) FROM metrics"), 2501);
  EXPECT_EQ(query(results.path(), "SELECT * FROM v_trials").rows.size(), 1u);
}

TEST(Index, KeepsWholeNumbersAndFractionsApart) {
  const TempFolder results;
  const auto session = Session::create(results.path(), example_session(), example_time());
  TrialRecord record = example_record("aa");
  record.foregrounds[0].hyperparameters = {{"a", 10}, {"b", 10.0}, {"c", "text"}};
  run_trial(*session, record);
  EXPECT_EQ(query(results.path(), "SELECT typeof(hp_a), typeof(hp_b), typeof(hp_c) FROM v_trials")
                .rows[0],
            std::vector<Json>({"integer", "real", "text"}));
}

TEST(Index, SetsADamagedFileAside) {
  const TempFolder results;
  example_results(results.path());
  const std::string before = dump((Index(results.path()), results.path()));
  for (int n = 1; n <= 2; ++n) {
    results.write("mutlua.db", "this is no database, this is no database, this is no database");
    Heard heard;
    Index index(results.path(), heard.warn());
    EXPECT_EQ(dump(results.path()), before);
    EXPECT_TRUE(fs::exists(results / ("mutlua.db.broken-" + std::to_string(n))));
    EXPECT_TRUE(heard.says("mutlua.db.broken-" + std::to_string(n)));
  }
}

TEST(Index, SetsAFileWithDamageInsideAside) {
  const TempFolder results;
  example_results(results.path());
  const std::string before = dump((Index(results.path()), results.path()));
  std::string bytes = results.read("mutlua.db");
  ASSERT_GT(bytes.size(), 3u * 4096);
  std::fill(bytes.begin() + 4096, bytes.end(), '\x5a');
  results.write("mutlua.db", bytes);
  Heard heard;
  Index index(results.path(), heard.warn());
  EXPECT_EQ(dump(results.path()), before);
  EXPECT_TRUE(heard.says("damaged"));
}

/// An index that is too large to be looked through whenever it is opened.
std::string with_a_large_table(const fs::path& results) {
  SQLite::Database database(results / "mutlua.db", SQLite::OPEN_READWRITE);
  database.exec("CREATE TABLE large (x); INSERT INTO large VALUES (zeroblob(40000000))");
  return "mutlua.db";
}

/// The pages of the tables of trials, as they are before anything large is in the file.
constexpr std::size_t kOurPages = 4096 * 20;

TEST(Index, BuildsALargeOneAnewThatIsFoundDamagedWhenItIsRead) {
  const TempFolder results;
  const auto session = example_results(results.path());
  const std::string before = dump((Index(results.path()), results.path()));
  std::string bytes = results.read(with_a_large_table(results.path()));
  ASSERT_GT(bytes.size(), 40'000'000u);
  std::fill(bytes.begin() + 2 * 4096, bytes.begin() + kOurPages, '\x5a');
  results.write("mutlua.db", bytes);
  Heard heard;
  {
    Index index(results.path(), heard.warn());
    EXPECT_EQ(index.trials(session.filename().string()).size(), 3u);
  }
  EXPECT_TRUE(heard.says("mutlua.db.broken-1"));
  EXPECT_TRUE(heard.says("damaged"));
  EXPECT_EQ(dump(results.path()), before);
}

TEST(Index, BuildsALargeOneAnewThatIsFoundDamagedWhenASessionIsContinued) {
  const TempFolder results;
  const auto folder = example_results(results.path());
  std::string bytes = results.read(with_a_large_table(results.path()));
  std::fill(bytes.begin() + 2 * 4096, bytes.begin() + kOurPages, '\x5a');
  results.write("mutlua.db", bytes);
  Heard heard;
  const auto session = Session::open(folder, heard.warn());
  EXPECT_TRUE(heard.says("mutlua.db.broken-1"));
  EXPECT_NE(session->find("cc"), nullptr);
  session->write_summary();
  EXPECT_NE(read_file(folder / "summary.csv").find("examples_mnist_003"), std::string::npos);
}

TEST(Index, SetsAForeignDatabaseAside) {
  const TempFolder results;
  example_results(results.path());
  const std::string before = dump((Index(results.path()), results.path()));
  fs::remove(results / "mutlua.db");
  {
    const TempFolder elsewhere;
    example_results(elsewhere.path());
    std::string bytes = elsewhere.read("mutlua.db");
    bytes[68] = 'x';  // the application id, SQLite file format 1.3
    results.write("mutlua.db", bytes);
  }
  Heard heard;
  Index index(results.path(), heard.warn());
  EXPECT_EQ(dump(results.path()), before);
  EXPECT_TRUE(heard.says("not an index of mutlua"));
}

TEST(Index, FinishesABuildThatWasCutShort) {
  const TempFolder results;
  example_results(results.path());
  const std::string before = dump((Index(results.path()), results.path()));
  std::string bytes = results.read("mutlua.db");
  bytes[63] = 0;  // the user version, SQLite file format 1.3
  results.write("mutlua.db", bytes);
  fs::remove_all(results / "mutlua.db-wal");
  Index index(results.path());
  EXPECT_EQ(dump(results.path()), before);
  EXPECT_EQ(one(results.path(), "PRAGMA user_version"), 5);
}

TEST(Index, StartsEmptyInAnEmptyFolder) {
  const TempFolder results;
  Index index(results.path());
  EXPECT_TRUE(query(results.path(), "SELECT * FROM v_trials").rows.empty());
}

TEST(Index, RefusesAFolderThatIsNone) {
  const TempFolder folder;
  folder.write("file", "");
  EXPECT_THROW(Index(folder / "file"), IndexError);
}

TEST(Index, IsWrittenByTwoSessionsAtOnce) {
  const TempFolder results;
  const auto first = Session::create(results.path(), example_session("a"), example_time());
  const auto second = Session::create(results.path(), example_session("b"), example_time());
  for (int n = 0; n < 3; ++n) {
    TrialRecord record = example_record(std::to_string(n));
    record.foregrounds[0].performance_metrics["a" + std::to_string(n)] = 1;
    run_trial(*first, record);
    record.foregrounds[0].performance_metrics["b" + std::to_string(n)] = 1;
    run_trial(*second, record);
  }
  EXPECT_EQ(one(results.path(), "SELECT count(metric_a2) + count(metric_b2) FROM v_trials"), 3);
}

/// Does something as a user who may only read, and gives the test's verdict back.
class IndexOfAReader : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can take the part of another user";
    session_ = example_results(results_.path()).filename();
    fs::permissions(results_.path(), fs::perms(0755));
  }

  template <typename Action>
  std::string as_reader(const Action& action) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(::setuid(65534) == 0 && action() ? 0 : 1);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? "as expected" : "otherwise";
  }

  bool shows_all(const std::string& warning) {
    Heard heard;
    Index index(results_.path(), heard.warn());
    return index.trials(session_).size() == 3 && heard.says(warning);
  }

  TempFolder results_;
  std::string session_;
};

TEST_F(IndexOfAReader, IsReadAsItIs) {
  EXPECT_EQ(as_reader([&] { return shows_all("is read as it is"); }), "as expected");
}

TEST_F(IndexOfAReader, IsReadAsItIsWhileAnotherWrites) {
  const auto writer = Session::open(results_ / session_);
  EXPECT_EQ(as_reader([&] { return shows_all(""); }), "as expected");
}

TEST_F(IndexOfAReader, IsMadeInMemoryIfThereIsNone) {
  fs::remove(results_ / "mutlua.db");
  EXPECT_EQ(as_reader([&] { return shows_all("are read from their folders"); }), "as expected");
  EXPECT_FALSE(fs::exists(results_ / "mutlua.db"));
}

TEST_F(IndexOfAReader, IsMadeInMemoryIfItIsDamaged) {
  results_.write("mutlua.db", "this is no database, this is no database, this is no database");
  EXPECT_EQ(as_reader([&] { return shows_all("are read from their folders"); }), "as expected");
}

TEST_F(IndexOfAReader, IsNotRebuilt) {
  EXPECT_EQ(as_reader([&] {
              Index index(results_.path());
              try {
                index.rebuild();
              } catch (const IndexError& error) {
                return std::string(error.what()).find("no permission") != std::string::npos;
              }
              return false;
            }),
            "as expected");
}

}  // namespace
}  // namespace mutlua
