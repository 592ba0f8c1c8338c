// SPDX-License-Identifier: MIT
#include "base/file_replacement.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace mutlua {
namespace {

[[noreturn]] void fail(const char* what, const std::filesystem::path& path) {
  throw Error(ErrorKind::machine,
              fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(errno)));
}

}  // namespace

FileReplacement::FileReplacement(std::filesystem::path path)
    : path_(std::move(path)),
      temporary_(path_.string() + ".tmp"),
      file_(std::fopen(temporary_.c_str(), "we")) {
  if (file_ == nullptr) fail("create", temporary_);
}

FileReplacement::~FileReplacement() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  ::unlink(temporary_.c_str());
}

void FileReplacement::append(std::string_view content) {
  if (std::fwrite(content.data(), 1, content.size(), file_) != content.size())
    fail("write", temporary_);
}

void FileReplacement::commit() {
  if (std::fflush(file_) != 0) fail("write", temporary_);
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail("rename to", path_);
  std::fclose(std::exchange(file_, nullptr));
}

}  // namespace mutlua
