// SPDX-License-Identifier: MIT
// How a tree is ended on request.
#include "system/guarded.h"

namespace mutlua {
namespace {

constexpr Seconds kShort(0.1);

class StopTest : public Guarded {
 protected:
  // The shell may also tell of the end of its children.
  bool saved() const { return log().find("saved\n") != std::string::npos; }
};
MUTLUA_BOTH_CONTAINMENTS(StopTest);

TEST_P(StopTest, AsksFirst) {
  const Started started = start("trap 'echo saved; exit 5' TERM; echo > ready; " + until("never"));
  ASSERT_TRUE(appears(folder_ / "ready"));
  processes_.stop(started.id, kLong);
  const Exit exit = exit_of(started.id);
  EXPECT_EQ(exit.exit_code, 5);
  EXPECT_TRUE(saved()) << log();
}

TEST_P(StopTest, AsksEveryProcessNotOnlyTheGroup) {
  const Started started = start("setsid sh -c 'trap \"echo saved; exit\" TERM; echo > ready; " +
                                until("never") + "' & trap 'wait; exit 0' TERM; " + until("never"));
  ASSERT_TRUE(appears(folder_ / "ready"));
  processes_.stop(started.id, kLong);
  exit_of(started.id);
  EXPECT_TRUE(saved()) << log();
}

TEST_P(StopTest, GivesTheWholeGraceToWhatOutlivesTheRoot) {
  const Started started = start("(trap 'sleep 1; echo saved; exit' TERM; echo > ready; " +
                                until("never") + ") & " + until("never"));
  ASSERT_TRUE(appears(folder_ / "ready"));
  processes_.stop(started.id, kLong);
  EXPECT_EQ(exit_of(started.id).strays, 0);
  EXPECT_TRUE(saved()) << log();
}

TEST_P(StopTest, WakesAStoppedTree) {
  const Started started = start("kill -STOP $$; echo woken");
  ASSERT_TRUE(wait_until([&] { return process_entry(started.pid)->state == 'T'; }, kLong));
  processes_.stop(started.id, kLong);
  EXPECT_EQ(exit_of(started.id).signal, SIGTERM);
}

TEST_P(StopTest, KillsWhatDoesNotListen) {
  const Started started = start("trap '' TERM; echo > ready; " + until("never"));
  ASSERT_TRUE(appears(folder_ / "ready"));
  processes_.stop(started.id, kShort);
  const Exit exit = exit_of(started.id);
  EXPECT_EQ(exit.signal, SIGKILL);
  EXPECT_EQ(exit.strays, 0) << "it did not outlive the root: it was the root";
}

TEST_P(StopTest, EndsADaemonWithItsOwnSession) {
  const Started started = start(daemon("daemon") + until("never"));
  const pid_t daemon = pid_in(folder_ / "daemon");
  processes_.stop(started.id, kShort);
  exit_of(started.id);
  const auto entry = process_entry(daemon);
  EXPECT_FALSE(entry && entry->alive());
}

TEST_P(StopTest, EndsWhatForksForEver) {
  const std::string hop = std::string(MUTLUA_TEST_DAEMON) + " --hop & ";
  const Started started = start(hop + hop + until("never"));
  processes_.stop(started.id, Seconds(0));
  EXPECT_EQ(exit_of(started.id).signal, SIGKILL);
}

TEST_P(StopTest, CanBeShortenedByASecondStop) {
  const Started started = start("trap '' TERM; echo > ready; " + until("never"));
  ASSERT_TRUE(appears(folder_ / "ready"));
  processes_.stop(started.id, Seconds(3600));
  processes_.stop(started.id, Seconds(0));
  EXPECT_EQ(exit_of(started.id).signal, SIGKILL);
}

TEST_P(StopTest, OfAnEndedOrUnknownTreeIsIgnored) {
  const Exit exit = run("true");
  processes_.stop(exit.id, Seconds(0));
  processes_.stop(4711, Seconds(0));
  EXPECT_EQ(run("exit 2").exit_code, 2);
}

TEST_P(StopTest, LeavesOtherTreesAlone) {
  const Started other = processes_.start(shell(folder_, until("go") + "exit 6", "other"));
  const Started started = start(until("never"));
  processes_.stop(started.id, Seconds(0));
  exit_of(started.id);
  folder_.write("go", "");
  EXPECT_EQ(exit_of(other.id).exit_code, 6);
}

TEST_P(StopTest, WaitsForNothingAfterASecondInterrupt) {
  const Started started = start("trap '' TERM; echo > ready; " + until("never"));
  ASSERT_TRUE(appears(folder_ / "ready"));
  ::raise(SIGINT);
  EXPECT_EQ(std::get<StopRequest>(processes_.wait(after(kLong))).signal, SIGINT);
  processes_.stop(started.id, Seconds(3600));
  ::raise(SIGINT);
  EXPECT_EQ(exit_of(started.id).signal, SIGKILL);
}

}  // namespace
}  // namespace mutlua
