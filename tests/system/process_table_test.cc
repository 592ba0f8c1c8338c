// SPDX-License-Identifier: MIT
#include "system/process_table.h"

#include <pthread.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system/guarded.h"

namespace mutlua {
namespace {

// A child that does something for ever, killed at the end of the test.
class Child {
 public:
  explicit Child(void (*life)()) : pid_(::fork()) {
    if (pid_ != 0) return;
    life();
    ::_exit(0);
  }
  ~Child() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_;
};

void rest() {
  while (true) ::pause();
}

std::optional<ProcessEntry> find(const std::vector<ProcessEntry>& all, pid_t pid) {
  for (const ProcessEntry& each : all) {
    if (each.pid == pid) return each;
  }
  return std::nullopt;
}

TEST(ProcessTable, KnowsTheCaller) {
  const auto self = process_entry(::getpid());
  ASSERT_TRUE(self);
  EXPECT_EQ(self->pid, ::getpid());
  EXPECT_EQ(self->parent, ::getppid());
  EXPECT_EQ(self->state, 'R');
  EXPECT_TRUE(is_alive(self->pid, self->start_time));
}

TEST(ProcessTable, ReadsPastAnOddName) {
  const Child child([] {
    ::prctl(PR_SET_NAME, "a) R 1 (b");
    rest();
  });
  ASSERT_TRUE(wait_until([&] { return process_entry(child.pid())->state == 'S'; }, kLong));
  EXPECT_EQ(process_entry(child.pid())->parent, ::getpid());
}

TEST(ProcessTable, TakesTheDeadForDead) {
  const Child child([] {});
  ASSERT_TRUE(wait_until([&] { return process_entry(child.pid())->state == 'Z'; }, kLong));
  const ProcessEntry zombie = *process_entry(child.pid());
  EXPECT_FALSE(zombie.alive());
  EXPECT_FALSE(is_alive(zombie.pid, zombie.start_time));
  EXPECT_FALSE(signal_process(zombie, SIGKILL));
}

TEST(ProcessTable, TakesAProcessWhoseFirstThreadEndedForAlive) {
  const Child child([] {
    pthread_t other;
    ::pthread_create(
        &other, nullptr,
        [](void*) -> void* {
          rest();
          return nullptr;
        },
        nullptr);
    ::syscall(SYS_exit, 0);  // of this thread only
  });
  ASSERT_TRUE(wait_until([&] { return process_entry(child.pid())->state == 'Z'; }, kLong));
  EXPECT_TRUE(process_entry(child.pid())->alive());
}

TEST(ProcessTable, TellsALaterProcessWithTheSamePidApart) {
  const Child child(rest);
  ProcessEntry earlier = *process_entry(child.pid());
  EXPECT_TRUE(is_alive(earlier.pid, earlier.start_time));
  earlier.start_time -= 1;
  EXPECT_FALSE(is_alive(earlier.pid, earlier.start_time));
  EXPECT_FALSE(signal_process(earlier, SIGKILL));
  EXPECT_TRUE(process_entry(child.pid())->alive());
}

TEST(ProcessTable, FindsDescendantsButNotWhatIsSpared) {
  const Child child([] {
    ::fork();
    rest();
  });
  const auto two_below = [&] { return descendants(child.pid()).size() == 1; };
  ASSERT_TRUE(wait_until(two_below, kLong));
  const pid_t grandchild = descendants(child.pid()).front().pid;
  EXPECT_TRUE(find(descendants(::getpid()), grandchild));
  EXPECT_TRUE(find(descendants(::getpid(), {grandchild}), child.pid()));
  EXPECT_FALSE(find(descendants(::getpid(), {grandchild}), grandchild));
  EXPECT_FALSE(find(descendants(::getpid(), {child.pid()}), grandchild));
  ::kill(grandchild, SIGKILL);
}

}  // namespace
}  // namespace mutlua
