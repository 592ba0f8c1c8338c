// SPDX-License-Identifier: MIT
#include "training/verdict.h"

#include "support.h"

namespace mutlua {
namespace {

using test::read_whole;
using test::reading;

Model two_metrics() {
  return reading({{"test_accuracy", "accuracy: ([0-9.]+)"}, {"loss", "loss: ([0-9.]+)"}});
}

Verdict judged(const ExitFacts& exit, const std::string& log, const Texts& needs = {}) {
  const Model model = two_metrics();
  return judge(model, exit, read_whole(model, log), needs);
}

ExitFacts exited(int code) {
  ExitFacts facts;
  facts.exit_code = code;
  return facts;
}

ExitFacts signalled(int signal) {
  ExitFacts facts;
  facts.signal = signal;
  return facts;
}

TEST(Verdict, CompletedNeedsExitStatusZeroAndTheMetrics) {
  const Verdict verdict = judged(exited(0), "accuracy: 5\nloss: 1\n", {"test_accuracy", "loss"});
  EXPECT_STREQ(to_text(verdict.status), "completed");
  EXPECT_EQ(verdict.reason, "");
  EXPECT_TRUE(verdict.missing_metrics.empty());
}

TEST(Verdict, AMetricThatEndsInNanIsMissing) {
  const Verdict verdict = judged(exited(0), "accuracy: 0.9\naccuracy: nan\n", {"test_accuracy"});
  EXPECT_EQ(verdict.status, TrainingStatus::failed);
  EXPECT_EQ(verdict.reason,
            "exit status 0, but the last value of test_accuracy in the log is not a number (nan)");
  EXPECT_EQ(verdict.missing_metrics, std::vector<std::string>{"test_accuracy"});
}

TEST(Verdict, AMissingMetricIsAFailure) {
  const Verdict verdict = judged(exited(0), "loss: 1\n", {"test_accuracy"});
  EXPECT_EQ(verdict.status, TrainingStatus::failed);
  EXPECT_EQ(verdict.reason,
            "exit status 0, but the metric test_accuracy is missing: no line of the log matches "
            "/accuracy: ([0-9.]+)/ with a number");
  EXPECT_EQ(verdict.missing_metrics, Texts{"test_accuracy"});
}

TEST(Verdict, WithoutNeedsOneMetricIsEnough) {
  EXPECT_EQ(judged(exited(0), "loss: 1\n").status, TrainingStatus::completed);
  const Verdict none = judged(exited(0), "nothing\n");
  EXPECT_EQ(none.status, TrainingStatus::failed);
  EXPECT_EQ(none.reason, "exit status 0, but the log shows no metric: none of test_accuracy, loss");
  EXPECT_EQ(none.missing_metrics, (Texts{"test_accuracy", "loss"}));
  const Model silent = reading({});
  EXPECT_EQ(judge(silent, exited(0), read_whole(silent, ""), {}).status, TrainingStatus::completed);
}

TEST(Verdict, AMetricThatTheModelDoesNotKnowIsMissing) {
  EXPECT_EQ(judged(exited(0), "loss: 1\n", {"map"}).reason,
            "exit status 0, but the metric map is missing: test/model has no pattern for it");
}

TEST(Verdict, AWordInTheLogDecidesNothing) {
  EXPECT_EQ(judged(exited(0), "accuracy: 5\nRuntimeError: CUDA out of memory\n").status,
            TrainingStatus::completed);
  EXPECT_EQ(judged(exited(1), "accuracy: 5\nTraining completed successfully\n").status,
            TrainingStatus::failed);
}

TEST(Verdict, SaysHowItFailed) {
  EXPECT_EQ(judged(exited(3), "x\nValueError: bad\n").reason,
            "exit status 3; last line of the log: 'ValueError: bad'");
  EXPECT_EQ(judged(signalled(9), "").reason, "ended by signal 9 (Killed); the log is empty");
  EXPECT_EQ(judged(exited(137), "x\n").reason,
            "exit status 137 (signal 9, Killed); last line of the log: 'x'");
  ExitFacts unstarted;
  unstarted.failure = "cannot start ./train.sh";
  EXPECT_EQ(judged(unstarted, "").reason, "cannot start ./train.sh");
}

TEST(Verdict, TellsLackOfMemoryFromOtherFailures) {
  const Verdict verdict = judged(exited(1), "RuntimeError: CUDA out of memory. Tried\nbye\n");
  EXPECT_EQ(verdict.status, TrainingStatus::out_of_memory);
  EXPECT_EQ(verdict.reason,
            "exit status 1; the log says: 'RuntimeError: CUDA out of memory. Tried'");
  ExitFacts killed = signalled(9);
  killed.killed_by_kernel_for_memory = true;
  EXPECT_EQ(judged(killed, "x\n").status, TrainingStatus::out_of_memory);
}

TEST(Verdict, KnowsWhoEndedIt) {
  ExitFacts late = signalled(15);
  late.timed_out = true;
  late.timeout = Seconds(90);
  EXPECT_EQ(judged(late, "loss: 1\n").status, TrainingStatus::timed_out);
  EXPECT_EQ(judged(late, "loss: 1\n").reason, "not finished after 90 s");
  ExitFacts stopped = signalled(15);
  stopped.stopped = true;
  EXPECT_EQ(judged(stopped, "").status, TrainingStatus::stopped);
}

}  // namespace
}  // namespace mutlua
