// SPDX-License-Identifier: MIT
#include "system/log_watch.h"

#include <fmt/format.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>

#include "system/descriptors.h"

namespace mutlua {

LogWatch::LogWatch() : inotify_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (!inotify_) throw_errno("cannot watch logs (see fs.inotify.max_user_instances)");
}

int LogWatch::add(const std::filesystem::path& file) {
  const int watch = ::inotify_add_watch(inotify_.number(), file.c_str(), IN_MODIFY);
  if (watch < 0) {
    throw_errno(fmt::format("cannot watch {} (see fs.inotify.max_user_watches)", file.string()));
  }
  return watch;
}

void LogWatch::remove(int watch) { ::inotify_rm_watch(inotify_.number(), watch); }

LogWatch::Written LogWatch::take() {
  Written written;
  alignas(inotify_event) std::array<char, 1 << 14> buffer;
  ssize_t got = 0;
  while ((got = ::read(inotify_.number(), buffer.data(), buffer.size())) > 0) {
    for (ssize_t at = 0; at < got;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
      if (event->mask & IN_Q_OVERFLOW) written.all = true;
      if (event->mask & IN_MODIFY) written.watches.insert(event->wd);
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
    }
  }
  return written;
}

}  // namespace mutlua
