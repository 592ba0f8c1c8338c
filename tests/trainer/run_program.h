// SPDX-License-Identifier: MIT
#pragma once

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace mutlua {

struct Finished {
  int status = 0;    ///< as waitpid tells it
  std::string text;  ///< standard output and error, as they came

  int exit_code() const { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }
};

/// Runs a program and waits for it; `look` is called after each piece of output.
inline Finished run_program(
    std::vector<std::string> words,
    const std::function<void(pid_t, const std::string&)>& look = [](pid_t, const std::string&) {}) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("pipe");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(ends[1]);
  Finished finished;
  char piece[4096];
  for (ssize_t size; (size = read(ends[0], piece, sizeof piece)) > 0;) {
    finished.text.append(piece, static_cast<std::size_t>(size));
    look(child, finished.text);
  }
  close(ends[0]);
  waitpid(child, &finished.status, 0);
  return finished;
}

/// mutlua-train with these arguments.
inline Finished run_trainer(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), MUTLUA_TRAIN);
  return run_program(std::move(arguments));
}

}  // namespace mutlua
