// SPDX-License-Identifier: MIT
// What wait() tells besides exits.
#include <sys/resource.h>

#include "system/guarded.h"

namespace mutlua {
namespace {

class WaitTest : public Guarded {
 protected:
  bool output_comes() { return std::holds_alternative<Output>(processes_.wait(after(kLong))); }
};
MUTLUA_BOTH_CONTAINMENTS(WaitTest);

TEST_P(WaitTest, EndsAtTheDeadline) {
  const Instant deadline = after(Seconds(0.01));
  EXPECT_TRUE(std::holds_alternative<Deadline>(processes_.wait(deadline)));
  EXPECT_GE(after(Seconds(0)), deadline);
}

TEST_P(WaitTest, EndsAtOnceAtADeadlineThatIsOver) {
  EXPECT_TRUE(std::holds_alternative<Deadline>(processes_.wait(Instant())));
}

TEST_P(WaitTest, TellsThatALogHasGrown) {
  const Started started = start("echo one; " + until("go") + "echo two; " + until("never"));
  const Event event = processes_.wait(after(kLong));
  ASSERT_TRUE(std::holds_alternative<Output>(event));
  EXPECT_EQ(std::get<Output>(event).id, started.id);
  EXPECT_EQ(log(), "one\n");
  folder_.write("go", "");
  EXPECT_TRUE(output_comes());
  EXPECT_EQ(log(), "one\ntwo\n");
}

TEST_P(WaitTest, MergesTheOutputOfAChattyTree) {
  const Started started = start("i=0; while [ $i -lt 20000 ]; do echo $i; i=$((i+1)); done");
  const Instant begin = started.at;
  int outputs = 0;
  Event event = processes_.wait(after(kLong));
  for (; std::holds_alternative<Output>(event); event = processes_.wait(after(kLong))) ++outputs;
  EXPECT_TRUE(std::holds_alternative<Exit>(event));
  EXPECT_LE(outputs, (after(Seconds(0)) - begin).count() / 0.010 + 2);
}

TEST_P(WaitTest, KnowsTreesThatShareALogApart) {
  const Started one = start(until("go1"));
  const Started two = start("echo > two_started; " + until("go2") + "echo two; " + until("never"));
  ASSERT_TRUE(appears(folder_ / "two_started"));
  folder_.write("go1", "");
  exit_of(one.id);
  folder_.write("go2", "");
  const Event event = processes_.wait(after(kLong));
  ASSERT_TRUE(std::holds_alternative<Output>(event))
      << "the watch of the other went with the first";
  EXPECT_EQ(std::get<Output>(event).id, two.id);
}

TEST_P(WaitTest, SleepsWhileNothingHappens) {
  start("echo one; " + until("never"));
  ASSERT_TRUE(output_comes());
  rusage before{}, afterwards{};
  ::getrusage(RUSAGE_SELF, &before);
  processes_.wait(after(Seconds(0.2)));
  ::getrusage(RUSAGE_SELF, &afterwards);
  EXPECT_LT(afterwards.ru_nvcsw - before.ru_nvcsw, 10);
}

TEST_P(WaitTest, TellsOnceThatTheStudyIsToEnd) {
  ::raise(SIGTERM);
  ::raise(SIGHUP);
  EXPECT_EQ(std::get<StopRequest>(processes_.wait(after(kLong))).signal, SIGTERM);
  EXPECT_TRUE(std::holds_alternative<Deadline>(processes_.wait(after(Seconds(0.01)))));
}

TEST_P(WaitTest, IsNotEndedByTheWishToStopAfterTheTrial) {
  ::raise(SIGUSR1);
  EXPECT_TRUE(std::holds_alternative<Deadline>(processes_.wait(after(Seconds(0.01)))));
  EXPECT_TRUE(signals_.after_trial());
}

}  // namespace
}  // namespace mutlua
