// SPDX-License-Identifier: MIT
#include "system/descriptors.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "base/error.h"

namespace mutlua {
namespace {

// Kernels before 5.9 have no close_range.
void close_one_by_one(const std::set<int>& kept) {
  std::vector<int> open;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", ignored)) {
    open.push_back(std::stoi(entry.path().filename().string()));
  }
  for (const int file : open) {
    if (file > STDERR_FILENO && !kept.contains(file)) ::close(file);
  }
}

}  // namespace

void close_all_but(const std::set<int>& kept) {
  unsigned first = STDERR_FILENO + 1;
  for (const int file : kept) {
    const auto number = static_cast<unsigned>(file);
    if (file < 0 || number < first) continue;
    if (number > first && ::close_range(first, number - 1, 0) != 0) return close_one_by_one(kept);
    first = number + 1;
  }
  if (::close_range(first, ~0u, 0) != 0) close_one_by_one(kept);
}

std::string read_descriptor(int file, std::size_t limit) {
  std::string content;
  char buffer[1 << 14];
  while (content.size() < limit) {
    const std::size_t wanted = std::min(sizeof buffer, limit - content.size());
    const ssize_t count = ::pread(file, buffer, wanted, static_cast<off_t>(content.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_errno("cannot read an open file");
    if (count == 0) break;
    content.append(buffer, static_cast<std::size_t>(count));
  }
  return content;
}

void throw_errno(const std::string& what) {
  throw Error(ErrorKind::machine, fmt::format("{}: {}", what, std::strerror(errno)));
}

}  // namespace mutlua
