// SPDX-License-Identifier: MIT
#include "cli/git_state.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <vector>

#include "base/files.h"
#include "lab/repository_state.h"

namespace mutlua {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kPatience{5};
constexpr std::size_t kMostOutput = 4u << 20;

/// A program whose output is read.
class Asked {
 public:
  explicit Asked(std::vector<std::string> words) {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    output_ = Descriptor(ends[0]);
    const Descriptor input(ends[1]);
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t streams;
    ::posix_spawn_file_actions_init(&streams);
    ::posix_spawn_file_actions_addopen(&streams, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&streams, input.number(), STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&streams, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (::posix_spawnp(&pid_, argv.front(), &streams, nullptr, argv.data(), environ) != 0)
      pid_ = -1;
    ::posix_spawn_file_actions_destroy(&streams);
  }

  /// What it said; absent if it failed, said too much, or took too long.
  std::optional<std::string> answer() {
    if (pid_ < 0) return std::nullopt;
    const auto text = read_until(Clock::now() + kPatience);
    if (!text) ::kill(pid_, SIGKILL);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    if (!text || !WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
    return text;
  }

 private:
  std::optional<std::string> read_until(Clock::time_point end) const {
    std::string text;
    for (;;) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
      pollfd readable{.fd = output_.number(), .events = POLLIN, .revents = 0};
      if (left <= 0 || ::poll(&readable, 1, static_cast<int>(left)) <= 0) return std::nullopt;
      char buffer[4096];
      const ssize_t size = ::read(output_.number(), buffer, sizeof buffer);
      if (size < 0) return std::nullopt;
      if (size == 0) return text;
      text.append(buffer, static_cast<std::size_t>(size));
      if (text.size() > kMostOutput) return std::nullopt;
    }
  }

  Descriptor output_;
  pid_t pid_ = -1;
};

}  // namespace

Json git_state(const std::filesystem::path& folder) {
  if (!in_git_repository(folder)) return nullptr;
  const Launch status = git_status(folder, {});
  std::vector<std::string> words = {"env"};
  for (const auto& [name, value] : status.environment)
    words.push_back(fmt::format("{}={}", name, value));
  words.insert(words.end(), {status.argv.front(), "-C", folder.string()});
  words.insert(words.end(), status.argv.begin() + 1, status.argv.end());
  const auto answer = Asked(words).answer();
  Json state = parse_git_status(folder, answer.value_or(""));
  if (!answer) state["reason"] = "git status failed";
  return state;
}

}  // namespace mutlua
