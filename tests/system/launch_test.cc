// SPDX-License-Identifier: MIT
// What a training finds when it is started.
#include <fcntl.h>
#include <sys/stat.h>

#include "system/guarded.h"

namespace mutlua {
namespace {

class LaunchTest : public Guarded {};
MUTLUA_BOTH_CONTAINMENTS(LaunchTest);

TEST_P(LaunchTest, PassesArgumentsUntouched) {
  const std::vector<std::string> odd = {"two words", "it's \"quoted\"", "line\nbreak", "$HOME *",
                                        ""};
  Launch launch = shell(folder_, "for each; do printf '<%s>' \"$each\"; done");
  launch.argv.push_back("sh");
  launch.argv.insert(launch.argv.end(), odd.begin(), odd.end());
  exit_of(processes_.start(launch).id);
  EXPECT_EQ(log(), "<two words><it's \"quoted\"><line\nbreak><$HOME *><>");
}

TEST_P(LaunchTest, WritesOutputAndErrorToTheLogInOrder) {
  folder_.write("log", "of an earlier attempt");
  run("echo one; echo two >&2; echo three");
  EXPECT_EQ(log(), "one\ntwo\nthree\n");
}

TEST_P(LaunchTest, PutsItsVariablesOverTheCallers) {
  ::setenv("MUTLUA_TEST_KEPT", "kept", 1);
  ::setenv("MUTLUA_TEST_REPLACED", "old", 1);
  Launch launch = shell(folder_, "echo $MUTLUA_TEST_KEPT $MUTLUA_TEST_REPLACED $MUTLUA_TEST_NEW");
  launch.environment = {{"MUTLUA_TEST_REPLACED", "replaced"}, {"MUTLUA_TEST_NEW", "new=1"}};
  exit_of(processes_.start(launch).id);
  EXPECT_EQ(log(), "kept replaced new=1\n");
}

TEST_P(LaunchTest, RunsInItsFolder) {
  ::mkdir((folder_ / "inside").c_str(), 0755);
  folder_.write("inside/train.sh", "#!/bin/sh\npwd\n");
  ::chmod((folder_ / "inside/train.sh").c_str(), 0755);
  const Launch launch{{"./train.sh"}, {}, folder_ / "inside", folder_ / "log"};
  exit_of(processes_.start(launch).id);
  EXPECT_EQ(log(), std::filesystem::canonical(folder_ / "inside").string() + "\n");
}

TEST_P(LaunchTest, FindsAProgramOnThePathThatItGives) {
  folder_.write("programs/mutlua-test-program", "#!/bin/sh\necho found\n");
  ::chmod((folder_ / "programs/mutlua-test-program").c_str(), 0755);
  Launch launch{{"mutlua-test-program"}, {}, folder_.path(), folder_ / "log"};
  launch.environment = {{"PATH", (folder_ / "programs").string() + ":/usr/bin:/bin"}};
  exit_of(processes_.start(launch).id);
  EXPECT_EQ(log(), "found\n");
}

TEST_P(LaunchTest, SaysWhichCgroupHoldsTheTree) {
  const Started started = start(until("go"));
  if (GetParam()) {
    const std::string pids = "\n" + read_file(started.cgroup / "cgroup.procs");
    EXPECT_NE(pids.find("\n" + std::to_string(started.pid) + "\n"), std::string::npos) << pids;
  } else {
    EXPECT_TRUE(started.cgroup.empty());
  }
  folder_.write("go", "");
  exit_of(started.id);
}

TEST_P(LaunchTest, LeavesNothingOpenButTheThreeStreams) {
  run("readlink /proc/self/fd/0; exec ls /proc/self/fd");
  EXPECT_EQ(log(), "/dev/null\n0\n1\n2\n3\n") << "3 is the folder that ls reads";
}

TEST_P(LaunchTest, GivesSignalsTheirUsualMeaning) {
  run("grep -E '^Sig(Blk|Ign)' /proc/self/status");
  EXPECT_EQ(log(), "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

TEST_P(LaunchTest, MakesAProcessGroupOfItsOwn) {
  const Started started = start("sleep 1000");
  EXPECT_EQ(::getpgid(started.pid), started.pid);
}

TEST_P(LaunchTest, IsInACgroupOfItsOwnOnlyIfThatWasAsked) {
  const Started started = start("cat /proc/self/cgroup");
  exit_of(started.id);
  const bool found = log().find("/mutlua.") != std::string::npos;
  EXPECT_EQ(found, GetParam()) << log();
}

TEST_P(LaunchTest, ThatCannotBeExecutedIsAnExitWithAFailure) {
  const Launch launch{{"./missing.sh", "x"}, {}, folder_.path(), folder_ / "log"};
  const Started started = processes_.start(launch);
  const Exit exit = exit_of(started.id);
  EXPECT_EQ(exit.failure, "cannot start ./missing.sh in " + folder_.path().string() +
                              ": No such file or directory");
  EXPECT_FALSE(exit.exit_code);
  EXPECT_FALSE(exit.signal);
  EXPECT_GT(started.at, Instant());
}

TEST_P(LaunchTest, IntoAMissingFolderIsAnExitThatNamesIt) {
  const Launch launch{{"/bin/true"}, {}, folder_ / "missing", folder_ / "log"};
  const Exit exit = exit_of(processes_.start(launch).id);
  EXPECT_EQ(exit.failure, "cannot start /bin/true: its folder " + (folder_ / "missing").string() +
                              ": No such file or directory");
}

TEST_P(LaunchTest, WritesToTheStreamsOfTheCallerWhereItIsTold) {
  Descriptor output(::open((folder_ / "output").c_str(), O_WRONLY | O_CREAT, 0600));
  Descriptor error(::open((folder_ / "error").c_str(), O_WRONLY | O_CREAT, 0600));
  Launch launch = shell(folder_, "echo result; echo complaint >&2; ls /proc/self/fd");
  launch.log.clear();
  launch.streams = Streams{.output = output.number(), .error = error.number()};
  EXPECT_EQ(exit_of(processes_.start(launch).id).exit_code, 0);
  EXPECT_EQ(folder_.read("output"), "result\n0\n1\n2\n3\n");
  EXPECT_EQ(folder_.read("error"), "complaint\n");
  EXPECT_EQ(run("exit 3").exit_code, 3);
}

TEST_P(LaunchTest, WithALogThatCannotBeMadeIsAnError) {
  Launch launch = shell(folder_, "true");
  launch.log = folder_ / "missing/log";
  EXPECT_THROW(processes_.start(launch), Error);
  EXPECT_EQ(run("exit 3").exit_code, 3) << "the Guardian must go on";
}

TEST_P(LaunchTest, TakesALargeEnvironment) {
  Launch launch = shell(folder_, "echo ${#MUTLUA_TEST_LARGE}");
  launch.environment = {{"MUTLUA_TEST_LARGE", std::string(100'000, 'x')}};
  exit_of(processes_.start(launch).id);
  EXPECT_EQ(log(), "100000\n");
}

}  // namespace
}  // namespace mutlua
