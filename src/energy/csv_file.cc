// SPDX-License-Identifier: MIT
#include "energy/csv_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "base/error.h"

namespace mutlua {
namespace {

constexpr std::size_t kLongestText = 200;
constexpr std::size_t kFlushAbove =
    3 * (1 << 14);  // three quarters of the buffer: a row fits beside

}  // namespace

CsvFile::CsvFile(const std::filesystem::path& path, std::string_view header)
    : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644)) {
  if (!file_) {
    throw Error(ErrorKind::machine,
                fmt::format("cannot write {}: {}", path.string(), std::strerror(errno)));
  }
  append(header);
  append("\n");
  flush();
}

CsvFile& CsvFile::number(std::int64_t value) noexcept {
  separate();
  char text[24];
  append(
      {text, static_cast<std::size_t>(std::to_chars(text, text + sizeof text, value).ptr - text)});
  return *this;
}

CsvFile& CsvFile::unsigned_number(std::uint64_t value) noexcept {
  separate();
  char text[24];
  append(
      {text, static_cast<std::size_t>(std::to_chars(text, text + sizeof text, value).ptr - text)});
  return *this;
}

CsvFile& CsvFile::unknown() noexcept {
  separate();
  return *this;
}

CsvFile& CsvFile::text(std::string_view text) noexcept {
  separate();
  append(text);
  return *this;
}

void CsvFile::end_row() noexcept {
  append("\n");
  row_begun_ = false;
  if (used_ > kFlushAbove) flush();
}

void CsvFile::flush() noexcept {
  std::size_t done = 0;
  while (done < used_ && !failed_) {
    const ssize_t written = ::write(file_.number(), buffer_.data() + done, used_ - done);
    if (written > 0) done += static_cast<std::size_t>(written);
    if (written < 0 && errno != EINTR) failed_ = true;
  }
  used_ = 0;
}

void CsvFile::separate() noexcept {
  if (row_begun_) append(",");
  row_begun_ = true;
}

void CsvFile::append(std::string_view text) noexcept {
  if (used_ + text.size() > buffer_.size()) flush();
  const std::size_t size = std::min(text.size(), buffer_.size());
  std::memcpy(buffer_.data() + used_, text.data(), size);
  used_ += size;
}

std::string cell_text(std::string_view text) {
  std::string cell(text.substr(0, kLongestText));
  for (char& c : cell) {
    if (c == ',' || c == '"' || static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return cell;
}

}  // namespace mutlua
