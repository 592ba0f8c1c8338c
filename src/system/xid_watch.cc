// SPDX-License-Identifier: MIT
#include "system/xid_watch.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace mutlua {
namespace {

constexpr int kMostReads = 10000;  // one record of the log each; a flood waits for the next time
constexpr std::size_t kLongestRecord = 8192;

}  // namespace

XidWatch::XidWatch(const std::filesystem::path& log)
    : log_(::open(log.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {
  if (log_ && ::lseek(log_.number(), 0, SEEK_END) < 0) log_.close();
}

// EPIPE: records were overwritten before we read them; the next read goes on after the gap.
std::optional<int> XidWatch::count() noexcept {
  if (!log_) return std::nullopt;
  char buffer[kLongestRecord];
  for (int i = 0; i < kMostReads; ++i) {
    const ssize_t size = ::read(log_.number(), buffer, sizeof buffer);
    if (size < 0 && errno != EPIPE && errno != EINTR) break;
    if (size == 0) break;
    if (size > 0) look_at({buffer, static_cast<std::size_t>(size)});
  }
  return count_;
}

void XidWatch::look_at(std::string_view record) noexcept {
  constexpr std::string_view kSign = "NVRM: Xid";
  for (auto at = record.find(kSign); at != std::string_view::npos; at = record.find(kSign)) {
    record.remove_prefix(at);
    const std::string_view line = record.substr(0, record.find('\n'));
    const std::size_t size = std::min(line.size(), sizeof newest_ - 1);
    std::memcpy(newest_, line.data(), size);
    newest_[size] = '\0';
    ++count_;
    record.remove_prefix(line.size());
  }
}

}  // namespace mutlua
