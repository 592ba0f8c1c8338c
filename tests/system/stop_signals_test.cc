// SPDX-License-Identifier: MIT
#include "system/stop_signals.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <optional>

#include "base/error.h"

namespace mutlua {
namespace {

bool readable(const StopSignals& signals) {
  pollfd ready{signals.descriptor(), POLLIN, 0};
  return ::poll(&ready, 1, 0) == 1;
}

bool is_default(int signal) {
  struct sigaction present {};
  ::sigaction(signal, nullptr, &present);
  return present.sa_handler == SIG_DFL;
}

volatile sig_atomic_t hooked = 0;

TEST(StopSignals, RemembersTheFirstRequest) {
  StopSignals signals;
  EXPECT_FALSE(signals.requested());
  ::raise(SIGHUP);
  ::raise(SIGTERM);
  EXPECT_EQ(signals.requested(), SIGHUP);
  EXPECT_FALSE(signals.hurried());
}

TEST(StopSignals, TakesASecondInterruptForHaste) {
  StopSignals signals;
  ::raise(SIGINT);
  EXPECT_FALSE(signals.hurried());
  ::raise(SIGINT);
  EXPECT_TRUE(signals.hurried());
}

TEST(StopSignals, WakesWhoPollsTheDescriptor) {
  StopSignals signals;
  EXPECT_FALSE(readable(signals));
  ::raise(SIGTERM);
  EXPECT_TRUE(readable(signals));
  signals.drain();
  EXPECT_FALSE(readable(signals));
  EXPECT_EQ(signals.requested(), SIGTERM);
}

TEST(StopSignals, KeepsTheWishToStopAfterTheTrialApart) {
  StopSignals signals;
  EXPECT_FALSE(signals.after_trial());
  ::raise(SIGUSR1);
  EXPECT_TRUE(signals.after_trial());
  EXPECT_TRUE(readable(signals));
  EXPECT_FALSE(signals.requested());
}

TEST(StopSignals, CallsTheHook) {
  StopSignals signals;
  signals.set_hook([](int signal) { hooked = signal; });
  ::raise(SIGUSR1);
  EXPECT_EQ(hooked, 0);
  ::raise(SIGINT);
  EXPECT_EQ(hooked, SIGINT);
}

TEST(StopSignals, IgnoresABrokenPipe) {
  StopSignals signals;
  ::raise(SIGPIPE);
  EXPECT_FALSE(signals.requested());
}

TEST(StopSignals, LeavesAHangUpIgnoredForNohup) {
  ::signal(SIGHUP, SIG_IGN);
  {
    StopSignals signals;
    ::raise(SIGHUP);
    EXPECT_FALSE(signals.requested());
  }
  ::signal(SIGHUP, SIG_DFL);
}

TEST(StopSignals, GivesBackWhatWasBefore) {
  ::signal(SIGTERM, SIG_DFL);
  { StopSignals signals; }
  EXPECT_TRUE(is_default(SIGTERM));
  EXPECT_TRUE(is_default(SIGUSR1));
}

TEST(StopSignals, AreHandledByOneAtATime) {
  std::optional<StopSignals> first(std::in_place);
  EXPECT_THROW(StopSignals{}, Error);
  first.reset();
  EXPECT_NO_THROW(StopSignals{});
}

}  // namespace
}  // namespace mutlua
