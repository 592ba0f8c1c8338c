// SPDX-License-Identifier: MIT
#include "system/process_table.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>

#include "base/files.h"

namespace mutlua {
namespace {

// The name, in parentheses, may hold blanks and parentheses itself: the numbers follow the last.
std::optional<ProcessEntry> parse_stat(const char* line) {
  ProcessEntry entry;
  entry.pid = std::atoi(line);
  const char* end_of_name = std::strrchr(line, ')');
  if (!end_of_name) return std::nullopt;
  unsigned long long start_time = 0;
  const int fields = std::sscanf(end_of_name + 1,
                                 " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d "
                                 "%*d %ld %*d %llu",
                                 &entry.state, &entry.parent, &entry.threads, &start_time);
  entry.start_time = start_time;
  return fields == 4 ? std::optional(entry) : std::nullopt;
}

std::vector<ProcessEntry> all_processes() {
  std::vector<ProcessEntry> processes;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc"), ::closedir);
  if (!folder) return processes;
  while (const dirent* entry = ::readdir(folder.get())) {
    const pid_t pid = std::atoi(entry->d_name);
    if (pid <= 0) continue;
    if (const auto process = process_entry(pid)) processes.push_back(*process);
  }
  return processes;
}

int open_pidfd(pid_t pid) { return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); }

bool send_through(int pidfd, int signal) {
  return ::syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0) == 0;
}

}  // namespace

std::optional<ProcessEntry> process_entry(pid_t pid) {
  const std::string path = "/proc/" + std::to_string(pid) + "/stat";
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  std::array<char, 1024> line{};
  if (::read(file.number(), line.data(), line.size() - 1) <= 0) return std::nullopt;
  return parse_stat(line.data());
}

bool is_alive(pid_t pid, std::uint64_t start_time) {
  const auto entry = process_entry(pid);
  return entry && entry->start_time == start_time && entry->alive();
}

std::vector<ProcessEntry> descendants(pid_t ancestor, const std::set<pid_t>& spared) {
  std::multimap<pid_t, ProcessEntry> children;
  for (const ProcessEntry& each : all_processes()) children.emplace(each.parent, each);
  std::vector<ProcessEntry> found;
  const auto add_children = [&](pid_t parent) {
    const auto [first, last] = children.equal_range(parent);
    for (auto child = first; child != last; ++child) {
      if (!spared.contains(child->second.pid)) found.push_back(child->second);
    }
    children.erase(first, last);  // each once, whatever the table says
  };
  add_children(ancestor);
  std::size_t next = 0;
  while (next < found.size()) add_children(found[next++].pid);
  return found;
}

std::vector<pid_t> children_of_caller() {
  std::ifstream list("/proc/thread-self/children");
  return {std::istream_iterator<pid_t>(list), {}};
}

bool signal_process(const ProcessEntry& process, int signal) {
  const Descriptor pidfd(open_pidfd(process.pid));
  if (!pidfd && errno == ESRCH) return false;
  // Only now is it certain that the pid stands for this process.
  if (!is_alive(process.pid, process.start_time)) return false;
  if (!pidfd) return ::kill(process.pid, signal) == 0;  // kernels before 5.3
  return send_through(pidfd.number(), signal);
}

}  // namespace mutlua
