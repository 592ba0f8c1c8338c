// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "support/temp_folder.h"

namespace mutlua {

struct Ended {
  int status = -1;  ///< exit status, or 128 + signal
  std::string out;
  std::string err;
};

/// A folder in which the real mutlua runs studies of shell-script trainings: catalogue, results,
/// lock folder. Nothing of it may be alive at the end.
class Workshop {
 public:
  Workshop() {
    train("train.sh",
          "for e in 1 2 3; do echo \"Epoch $e/3\"; sleep 0.01; done\necho accuracy: 0.9\n");
    catalogue(repository("train.sh"));
  }

  /// A training script of the repository `test`.
  void train(const std::string& name, const std::string& body) {
    const auto file = folder.write("repo/" + name, "#!/bin/sh\n" + body);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  }

  Json repository(const std::string& script) const {
    return {{"path", (folder / "repo").string()},
            {"train_script", "./" + script},
            {"models", {"a", "b"}},
            {"model_flag", "-n"},
            {"hyperparameters",
             {{"epochs", {{"flag", "-e"}, {"type", "int"}, {"default", 10}, {"range", {1, 50}}}},
              {"learning_rate",
               {{"flag", "-l"}, {"type", "float"}, {"default", 0.1}, {"range", {0.01, 1}}}}}},
            {"metrics", {{"accuracy", "accuracy: ([0-9.]+)"}}},
            {"epoch", {{"pattern", "^Epoch ([0-9]+)/"}, {"at", "end"}}},
            {"protocol",
             {{"cooling", {{"seconds", 0}}},
              {"settle", {{"first_epoch", true}, {"most_seconds", 20}}}}}};
  }

  void catalogue(const Json& test_repository) {
    folder.write("catalogue.json",
                 Json{{"catalogue", "tests"}, {"models", {{"test", test_repository}}}}.dump());
  }

  /// Writes study.lua.
  void script(const std::string& text) { folder.write("study.lua", text); }

  /// Starts `mutlua WORDS --results ... --models ...` and returns its pid.
  pid_t start(std::vector<std::string> words) {
    for (const char* common : {"--results", "results", "--models", "catalogue.json"})
      words.push_back(common);
    return start_exactly(std::move(words));
  }

  /// Starts `mutlua WORDS` in the folder, with a lock folder of its own unless the environment is
  /// to name it, and returns its pid.
  pid_t start_exactly(std::vector<std::string> words, bool own_locks = true) {
    words.insert(words.begin(), binary());
    const pid_t child = ::fork();
    if (child == 0) {
      if (::chdir(folder.path().c_str()) != 0) ::_exit(126);
      ::setenv("MUTLUA_LOCK_DIR", folder.path().c_str(), own_locks ? 1 : 0);
      ::setenv("MUTLUA_WORKSHOP", folder.path().c_str(), 1);  // by which its processes are known
      ::dup2(::open("out", O_WRONLY | O_CREAT | O_TRUNC, 0644), 1);
      ::dup2(::open("err", O_WRONLY | O_CREAT | O_TRUNC, 0644), 2);
      std::vector<char*> argv;
      for (std::string& word : words) argv.push_back(word.data());
      argv.push_back(nullptr);
      ::execv(argv.front(), argv.data());
      ::_exit(127);
    }
    return child;
  }

  Ended wait(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return {.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            .out = folder.read("out"),
            .err = folder.read("err")};
  }

  Ended mutlua(const std::vector<std::string>& words) { return wait(start(words)); }
  Ended run(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"run", "study.lua"});
    return mutlua(more);
  }

  /// Waits, at most ten seconds, until a condition holds.
  template <typename Condition>
  static bool eventually(Condition condition) {
    for (int i = 0; i < 5000; ++i) {
      if (condition()) return true;
      ::usleep(2000);
    }
    return condition();
  }

  /// Processes that are alive and were started from this workshop.
  std::vector<pid_t> alive() const {
    std::vector<pid_t> found;
    const std::string marker = folder.path().string();
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
      const std::string name = entry.path().filename();
      if (name.find_first_not_of("0123456789") != std::string::npos) continue;
      if (state_of(entry.path()) == 'Z') continue;
      std::error_code gone;
      const std::string cwd = std::filesystem::read_symlink(entry.path() / "cwd", gone);
      if (content(entry.path() / "environ").find(marker) != std::string::npos ||
          content(entry.path() / "cmdline").find(marker) != std::string::npos ||
          cwd.starts_with(marker)) {
        found.push_back(std::stoi(name));
      }
    }
    return found;
  }

  bool nothing_alive() const {
    return eventually([this] { return alive().empty(); });
  }

  /// The sessions' folders, oldest first.
  std::vector<std::filesystem::path> sessions() const {
    std::set<std::filesystem::path> found;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "results", none)) {
      if (entry.is_directory()) found.insert(entry.path());
    }
    return {found.begin(), found.end()};
  }

  /// The records of all finished trials of all sessions.
  std::vector<Json> records() const {
    std::vector<Json> found;
    for (const auto& session : sessions()) {
      for (const auto& entry : std::filesystem::directory_iterator(session)) {
        const auto file = entry.path() / "experiment.json";
        if (std::filesystem::exists(file)) found.push_back(read_json(file));
      }
    }
    return found;
  }

  std::multiset<std::string> identities() const {
    std::multiset<std::string> found;
    for (const Json& record : records()) found.insert(record.at("identity").get<std::string>());
    return found;
  }

  static std::string content(const std::filesystem::path& file) {
    const std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;  // an entry of /proc may vanish while it is read: that is its end
    if (stream) text << stream.rdbuf();
    return text.str();
  }

  static std::string binary() { return std::string(MUTLUA_BINARY_FOLDER) + "/bin/mutlua"; }

  TempFolder folder;

 private:
  static char state_of(const std::filesystem::path& process) {
    const std::string stat = content(process / "stat");
    const std::size_t end = stat.rfind(')');
    return end == std::string::npos || end + 2 >= stat.size() ? 'Z' : stat[end + 2];
  }
};

}  // namespace mutlua
