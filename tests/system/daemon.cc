// SPDX-License-Identifier: MIT
// What a training may leave behind. `daemon PIDFILE` starts a process that is hard to catch: forked
// twice, in a session of its own, with an empty environment, deaf to SIGTERM; it ends itself when
// that one has written its pid. `daemon --hop` forks for ever, each parent ending at once.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <string>

namespace {

void write_pid(const std::string& path) {
  std::ofstream(path + ".new") << getpid();
  rename((path + ".new").c_str(), path.c_str());
}

[[noreturn]] void stay(const char* pid_file, int done) {
  write_pid(pid_file);
  close(done);
  while (true) pause();
}

[[noreturn]] void become_daemon(const char* pid_file, int done) {
  setsid();
  if (fork() > 0) _exit(0);
  for (const int deaf : {SIGTERM, SIGINT, SIGHUP}) signal(deaf, SIG_IGN);
  const std::string number = std::to_string(done);
  const char* arguments[] = {"daemon", "--stay", pid_file, number.c_str(), nullptr};
  char* nothing[] = {nullptr};
  execve("/proc/self/exe", const_cast<char**>(arguments), nothing);
  _exit(1);
}

[[noreturn]] void hop() {
  while (fork() == 0) continue;
  _exit(0);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const std::string first = arguments[1];
  if (first == "--stay" && count == 4) stay(arguments[2], atoi(arguments[3]));
  if (first == "--hop") hop();
  int done[2];
  if (pipe(done) != 0) return 1;
  if (fork() == 0) become_daemon(arguments[1], done[1]);
  close(done[1]);
  char nothing;
  return read(done[0], &nothing, 1) == 0 ? 0 : 1;
}
