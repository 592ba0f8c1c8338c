// SPDX-License-Identifier: MIT
#include "system/cgroup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <sstream>
#include <vector>

#include "base/error.h"
#include "system/process_table.h"
#include "system/sweep.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

struct CgroupMount {
  std::string root;   ///< what of the hierarchy is mounted
  std::string point;  ///< where
};

// Blanks, tabs, newlines and backslashes are written in octal: proc_pid_mountinfo(5).
std::string unescaped(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size()) {
      plain += static_cast<char>(std::stoi(text.substr(i + 1, 3), nullptr, 8));
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

// 32 24 0:28 ROOT POINT options [optional fields] - cgroup2 ...
std::optional<CgroupMount> find_mount(const std::string& mountinfo) {
  std::istringstream lines(mountinfo);
  for (std::string line; std::getline(lines, line);) {
    if (line.find(" - cgroup2 ") == std::string::npos) continue;
    std::istringstream words(line);
    std::string skipped, root, point;
    if (words >> skipped >> skipped >> skipped >> root >> point) {
      return CgroupMount{unescaped(root), unescaped(point)};
    }
  }
  return std::nullopt;
}

// The line of version 2 is "0::/path"; those of version 1 name controllers.
std::optional<std::string> find_path(const std::string& cgroup) {
  std::istringstream lines(cgroup);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("0::/")) return line.substr(3);
  }
  return std::nullopt;
}

bool write_text(const fs::path& file, std::string_view text) {
  const Descriptor opened(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  return opened && ::write(opened.number(), text.data(), text.size()) >= 0;
}

std::uint64_t pid_namespace() {
  struct stat status {};
  return ::stat("/proc/self/ns/pid", &status) == 0 ? status.st_ino : 0;
}

fs::path group_name() {
  const auto self = process_entry(::getpid());
  return fmt::format("mutlua.{}.{}.{}", pid_namespace(), ::getpid(), self ? self->start_time : 0);
}

// Pids of another pid namespace say nothing here: what bears them is left alone.
bool is_stale(const std::string& name) {
  unsigned long long space = 0, start_time = 0;
  int pid = 0;
  if (std::sscanf(name.c_str(), "mutlua.%llu.%d.%llu", &space, &pid, &start_time) != 3)
    return false;
  return space == pid_namespace() && !is_alive(pid, start_time);
}

bool can_start_in(const fs::path& cgroup) {
  const pid_t child = fork_into(open_cgroup(cgroup));
  if (child == 0) ::_exit(0);
  int status = 1;
  return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

bool usable(const fs::path& group) {
  const fs::path probe = group / "probe";
  return make_cgroup(probe) && ::access((probe / "cgroup.kill").c_str(), W_OK) == 0 &&
         can_start_in(probe) && remove_cgroup(probe);
}

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->is_directory(error)) found.push_back(entry->path());
  }
  return found;
}

bool try_remove(const fs::path& cgroup) { return ::rmdir(cgroup.c_str()) == 0 || errno == ENOENT; }

}  // namespace

std::optional<fs::path> cgroup_folder(const std::string& mountinfo, const std::string& cgroup) {
  const auto mount = find_mount(mountinfo);
  auto path = find_path(cgroup);
  if (!mount || !path) return std::nullopt;
  if (mount->root != "/") {
    if (!path->starts_with(mount->root)) return std::nullopt;
    path->erase(0, mount->root.size());
  }
  if (path->find("/..") != std::string::npos) return std::nullopt;  // outside of our namespace
  const std::string below = fs::path(*path).relative_path().string();
  return below.empty() ? fs::path(mount->point) : fs::path(mount->point) / below;
}

std::optional<fs::path> own_cgroup() {
  try {
    return cgroup_folder(read_file("/proc/self/mountinfo"), read_file("/proc/self/cgroup"));
  } catch (const Error&) {
    return std::nullopt;  // a kernel without cgroups
  }
}

std::optional<fs::path> make_cgroups() {
  const auto parent = own_cgroup();
  if (!parent) return std::nullopt;
  const fs::path group = *parent / group_name();
  if (!make_cgroup(group)) return std::nullopt;
  if (usable(group)) return group;
  remove_cgroup(group);
  return std::nullopt;
}

void remove_stale_cgroups(const fs::path& parent) {
  for (const fs::path& each : folders_in(parent)) {
    if (is_stale(each.filename().string())) remove_cgroup(each);
  }
}

bool make_cgroup(const fs::path& cgroup) { return ::mkdir(cgroup.c_str(), 0755) == 0; }

Descriptor open_cgroup(const fs::path& cgroup) {
  return Descriptor(::open(cgroup.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

pid_t fork_into(const Descriptor& cgroup) {
  if (!cgroup) return ::fork();
  clone_args arguments{};
  arguments.flags = CLONE_INTO_CGROUP;
  arguments.exit_signal = SIGCHLD;
  arguments.cgroup = static_cast<std::uint64_t>(cgroup.number());
  return static_cast<pid_t>(::syscall(SYS_clone3, &arguments, sizeof arguments));
}

void kill_cgroup(const fs::path& cgroup) { write_text(cgroup / "cgroup.kill", "1"); }

std::optional<Seconds> cgroup_cpu_time(const fs::path& cgroup) {
  std::string text;
  try {
    text = read_file(cgroup / "cpu.stat", 1u << 16);
  } catch (const Error&) {
    return std::nullopt;
  }
  std::istringstream words(text);
  std::string name;
  long long microseconds = 0;
  while (words >> name >> microseconds) {
    if (name == "usage_usec") return std::chrono::microseconds(microseconds);
  }
  return std::nullopt;
}

bool remove_cgroup(const fs::path& cgroup) {
  if (try_remove(cgroup)) return true;
  return wait_until(
      [&] {
        kill_cgroup(cgroup);
        for (const fs::path& each : folders_in(cgroup)) remove_cgroup(each);
        return try_remove(cgroup);
      },
      Seconds(0.5));
}

}  // namespace mutlua
