// SPDX-License-Identifier: MIT
#include "energy/group_time.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "support/temp_folder.h"

namespace mutlua {
namespace {

class GroupTimeTest : public ::testing::Test {
 protected:
  std::filesystem::path group(const std::string& name, const std::string& cpu_stat) const {
    folder_.write(name + "/cpu.stat", cpu_stat);
    return folder_ / name;
  }
  std::filesystem::path used(const std::string& name, int microseconds) const {
    return group(name, "usage_usec " + std::to_string(microseconds) + "\nuser_usec 1\n");
  }
  GaugeValue read() {
    GaugeValue value;
    time_.read({&value, 1});
    return value;
  }

  TempFolder folder_;
  GroupTime time_{"background"};
};

TEST_F(GroupTimeTest, HasOneTotal) {
  ASSERT_EQ(time_.gauges().size(), 1u);
  EXPECT_EQ(time_.gauges()[0].column, "background.cpu_us");
  EXPECT_EQ(time_.gauges()[0].kind, GaugeInfo::Kind::total);
}

TEST_F(GroupTimeTest, IsUnknownBeforeTheFirstTree) { EXPECT_EQ(read(), std::nullopt); }

TEST_F(GroupTimeTest, AddsUpTheTreesAtWork) {
  time_.add(1, used("a", 1000));
  time_.add(2, used("b", 20));
  EXPECT_EQ(read(), 1020);
  used("a", 1500);
  EXPECT_EQ(read(), 1520);
}

TEST_F(GroupTimeTest, KeepsWhatEndedTreesHaveUsed) {
  time_.add(1, used("a", 1000));
  EXPECT_EQ(read(), 1000);
  time_.end(1, std::chrono::microseconds(1200));
  EXPECT_EQ(read(), 1200);
  time_.add(2, used("b", 5));
  EXPECT_EQ(read(), 1205);
}

TEST_F(GroupTimeTest, NeverFallsWhereTheExitTellsLess) {
  time_.add(1, used("a", 1000));
  EXPECT_EQ(read(), 1000);
  time_.end(1, Seconds(0));
  EXPECT_EQ(read(), 1000);
}

TEST_F(GroupTimeTest, KeepsTheLastValueOfACgroupThatIsGone) {
  time_.add(1, used("a", 1000));
  EXPECT_EQ(read(), 1000);
  group("a", "");
  EXPECT_EQ(read(), 1000);
}

TEST_F(GroupTimeTest, IsUnknownWithoutACgroupUntilTheExitTells) {
  time_.add(1, used("a", 1000));
  time_.add(2, {});
  EXPECT_EQ(read(), std::nullopt);
  time_.end(2, std::chrono::microseconds(7));
  EXPECT_EQ(read(), 1007);
}

TEST_F(GroupTimeTest, IsUnknownWhereTheKernelTellsNonsense) {
  time_.add(1, group("a", "usage_usec much\n"));
  EXPECT_EQ(read(), std::nullopt);
}

TEST_F(GroupTimeTest, IgnoresTheEndOfATreeThatItDoesNotKnow) {
  time_.add(1, used("a", 1000));
  time_.end(3, Seconds(5));
  time_.end(0, Seconds(5));
  EXPECT_EQ(read(), 1000);
}

TEST_F(GroupTimeTest, HoldsNoPlaceForTreesThatHaveEnded) {
  const auto cgroup = used("a", 1);
  for (ProcessId id = 1; id <= 1000; ++id) {
    time_.add(id, cgroup);
    time_.end(id, std::chrono::microseconds(1));
  }
  EXPECT_EQ(read(), 1000);
}

TEST_F(GroupTimeTest, IsUnknownOnceMoreTreesRanThanItCanHold) {
  const auto cgroup = used("a", 1);
  for (ProcessId id = 1; id <= 65; ++id) time_.add(id, cgroup);
  EXPECT_EQ(read(), std::nullopt);
}

TEST_F(GroupTimeTest, GrowsSteadilyWhileTreesComeAndGo) {
  const auto cgroup = used("a", 10);
  std::atomic<bool> done = false;
  std::atomic<int> reads = 0;
  std::int64_t last = 0;
  bool fell = false;
  std::thread reader([&] {
    while (!done) {
      const std::int64_t now = read().value_or(last);
      fell |= now < last;
      last = now;
      ++reads;
    }
  });
  for (ProcessId id = 1; id <= 500; ++id) {
    time_.add(id, cgroup);
    time_.end(id, std::chrono::microseconds(10));
    if (id % 50 > 0) continue;  // places are free again after a reading
    const int enough = reads + 2;
    while (reads < enough) std::this_thread::yield();
  }
  done = true;
  reader.join();
  EXPECT_FALSE(fell);
  EXPECT_EQ(read(), 5000);
}

}  // namespace
}  // namespace mutlua
