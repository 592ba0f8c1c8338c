// SPDX-License-Identifier: MIT
#include "store/rows.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "base/error.h"
#include "base/files.h"

namespace mutlua {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw Error(ErrorKind::machine,
              fmt::format("cannot write {}: {}", file.string(), std::strerror(errno)));
}

bool ends_torn(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0 || status.st_size == 0) return false;
  char last = 0;
  return ::pread(file, &last, 1, status.st_size - 1) == 1 && last != '\n';
}

void write_all(int descriptor, std::string_view text, const std::filesystem::path& file) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(file);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

void append_row(const std::filesystem::path& file, const Json& row) {
  if (!row.is_object()) throw Error(ErrorKind::script, "mut.emit: expected named fields");
  const Descriptor descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
  if (!descriptor) fail(file);
  std::string line = ends_torn(descriptor.number()) ? "\n" : "";
  line += row.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  write_all(descriptor.number(), line, file);
}

std::vector<Json> read_rows(const std::filesystem::path& file) {
  std::vector<Json> rows;
  std::error_code unknown;
  if (!std::filesystem::exists(file, unknown)) return rows;
  const std::string text = read_file(file, std::size_t{1} << 30);
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    Json row = Json::parse(text.begin() + start, text.begin() + end, nullptr, false);
    if (row.is_object()) rows.push_back(std::move(row));
    start = end + 1;
  }
  return rows;
}

}  // namespace mutlua
