// SPDX-License-Identifier: MIT
#include "store/summary_all.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/error.h"
#include "store/csv.h"
#include "store/examples.h"
#include "store/killed_at_step.h"
#include "store/summary.h"
#include "store/trial_folder.h"

namespace mutlua {
namespace {

class SummaryAllTest : public testing::Test {
 protected:
  static TrialSummary trial(const std::string& id, int second = 0) {
    TrialRecord record = example_record(id);
    record.ended = example_time(second);
    return summarise(record_json(record), id);
  }
  std::size_t append(const std::vector<TrialSummary>& trials) {
    return append_to_summary_all(folder_.path(), trials);
  }
  std::string text() const { return folder_.read("summary_all.csv"); }
  std::string refusal(const std::string& content) {
    folder_.write("summary_all.csv", content);
    try {
      append({trial("x_001")});
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::machine);
      EXPECT_EQ(text(), content);
      return error.what();
    }
    ADD_FAILURE() << "not refused: " << content;
    return "";
  }

  TempFolder folder_;
};

TEST_F(SummaryAllTest, TakesNoSimulatedTrials) {
  TrialSummary simulated = trial("x_001");
  simulated.simulated = true;
  EXPECT_THROW(append({trial("x_002"), simulated}), Error);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "summary_all.csv"));
}

TEST_F(SummaryAllTest, BeginsWithTheColumnsOfTheFirstSession) {
  const std::vector<TrialSummary> trials = {trial("x_001"), trial("x_002", 5)};
  EXPECT_EQ(append(trials), 2u);
  EXPECT_EQ(text(), summary_csv(trials));
}

TEST_F(SummaryAllTest, KeepsTheColumnsThatAreThere) {
  folder_.write("summary_all.csv",
                "experiment_id,timestamp,perf_map,training_success,duration_seconds,source\r\n"
                "old_001,2025-12-01T10:00:00,0.5,True,12.0,run_1\r\n");
  EXPECT_EQ(append({trial("x_001")}), 1u);
  EXPECT_EQ(text(),
            "experiment_id,timestamp,perf_map,training_success,duration_seconds,source\r\n"
            "old_001,2025-12-01T10:00:00,0.5,True,12.0,run_1\r\n"
            "x_001," +
                *trial("x_001").timestamp + ",,True,20.5,\r\n");
}

TEST_F(SummaryAllTest, HasNoTrialTwice) {
  append({trial("x_001")});
  EXPECT_EQ(append({trial("x_001"), trial("x_002")}), 1u);
  const std::string before = text();
  EXPECT_EQ(append({trial("x_001"), trial("x_002")}), 0u);
  EXPECT_EQ(text(), before);
  EXPECT_EQ(read_csv(before).size(), 3u);
}

TEST_F(SummaryAllTest, TellsTrialsOfOneNameApartByTheirTime) {
  append({trial("x_001")});
  EXPECT_EQ(append({trial("x_001", 99)}), 1u);
}

TEST_F(SummaryAllTest, LeavesRaggedRowsAsTheyAreAndAddsNone) {
  const std::string ragged =
      "experiment_id,timestamp,model\nold_001\nold_002,2025-12-01T10:00:00,a,b,c\ntorn";
  folder_.write("summary_all.csv", ragged);
  EXPECT_EQ(append({trial("x_001")}), 1u);
  EXPECT_EQ(text(), ragged + "\r\nx_001," + *trial("x_001").timestamp + ",mnist\r\n");
}

TEST_F(SummaryAllTest, TakesAnEmptyFileForANewOne) {
  folder_.write("summary_all.csv", "");
  EXPECT_EQ(append({trial("x_001")}), 1u);
  EXPECT_EQ(text(), summary_csv({trial("x_001")}));
}

TEST_F(SummaryAllTest, RefusesAFileThatIsNone) {
  EXPECT_NE(refusal("a,b,c\r\n1,2,3\r\n").find("names no column 'experiment_id'"),
            std::string::npos);
  EXPECT_NE(refusal("experiment_id,model\r\n").find("'timestamp'"), std::string::npos);
  EXPECT_NE(refusal("experiment_id,timestamp,timestamp\n").find("two columns 'timestamp'"),
            std::string::npos);
}

TEST_F(SummaryAllTest, RefusesALink) {
  folder_.write("elsewhere.csv", "experiment_id,timestamp\n");
  std::filesystem::create_symlink(folder_ / "elsewhere.csv", folder_ / "summary_all.csv");
  EXPECT_THROW(append({trial("x_001")}), Error);
  EXPECT_EQ(folder_.read("elsewhere.csv"), "experiment_id,timestamp\n");
}

TEST_F(SummaryAllTest, IsNotBegunWithoutTrials) {
  EXPECT_EQ(append({}), 0u);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "summary_all.csv"));
}

TEST_F(SummaryAllTest, HasAllRowsOfSessionsThatEndAtTheSameTime) {
  constexpr int kRunners = 8;
  for (int i = 0; i < kRunners; ++i) {
    if (::fork() == 0) {
      append({trial("x_" + std::to_string(i))});
      ::_exit(0);
    }
  }
  for (int i = 0; i < kRunners; ++i) ::wait(nullptr);
  EXPECT_EQ(read_csv(text()).size(), 1u + kRunners);
}

TEST_F(SummaryAllTest, IsTheOldOneOrTheNewOneWhenItsWriterIsKilled) {
  if (!can_trace()) GTEST_SKIP() << "ptrace is forbidden here";
  append({trial("x_001")});
  const std::string before = text();
  const std::vector<TrialSummary> both = {trial("x_001"), trial("x_002")};
  int step = 1;
  for (; killed_at_step(step, [&] { append(both); }); ++step) {
    if (text() == before) continue;
    EXPECT_EQ(text(), summary_csv(both)) << "killed at step " << step;
  }
  EXPECT_GT(step, 3);
  EXPECT_EQ(append(both), 0u);
  EXPECT_EQ(text(), summary_csv(both));
}

TEST(SessionSummaryAll, GetsWhatAnEarlierRunLeftOut) {
  const TempFolder folder;
  auto session = Session::create(folder.path(), example_session(), example_time());
  session->begin_lifetime({"", {}}, example_time());
  run_trial(*session, example_record("aa"));
  const auto where = session->folder();
  session.reset();  // without appending, as if it was killed
  session = Session::open(where);
  session->begin_lifetime({"", {}}, example_time());
  run_trial(*session, example_record("bb"));
  session->append_summary();
  session->append_summary();
  EXPECT_EQ(read_csv(folder.read("summary_all.csv")).size(), 3u);
}

}  // namespace
}  // namespace mutlua
