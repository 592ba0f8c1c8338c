// SPDX-License-Identifier: MIT
#include "system/caller.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "base/files.h"

namespace mutlua {
namespace {

constexpr int kDeepest = 64;  // descriptors are held open on the way down

std::optional<unsigned> number_in(const char* variable) {
  const char* text = std::getenv(variable);
  if (text == nullptr) return std::nullopt;
  unsigned number = 0;
  const char* end = text + std::strlen(text);
  const auto [stop, fault] = std::from_chars(text, end, number);
  if (fault != std::errc() || stop != end || stop == text) return std::nullopt;
  return number;
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

/// Everything is named relative to an open folder, and links are never followed: the caller may
/// change names in these folders while root walks through them.
class Giver {
 public:
  explicit Giver(const Caller& caller) : caller_(caller) {}

  void give(int folder, const char* name, int depth) {
    struct stat status {};
    if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return fault(errno != ENOENT);
    if (status.st_uid != 0) return;
    if (S_ISDIR(status.st_mode)) {
      give_content(folder, name, depth + 1);
    } else if (status.st_nlink > 1) {
      return;  // it may be somebody else's under another name
    }
    give_one(folder, name);
  }

  void give_content(int parent, const char* name, int depth) {
    if (depth > kDeepest) return fault(true);
    Descriptor opened(::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!opened) return fault(errno != ENOENT);
    const Folder folder(::fdopendir(opened.number()));
    if (!folder) return fault(true);
    const int number = opened.release();  // closed with the folder
    while (const dirent* entry = ::readdir(folder.get())) {
      const std::string each = entry->d_name;
      if (each != "." && each != "..") give(number, each.c_str(), depth);
    }
  }

  void give_one(int folder, const char* name) {
    if (::fchownat(folder, name, caller_.user, caller_.group, AT_SYMLINK_NOFOLLOW) != 0)
      fault(errno != ENOENT);
  }

  bool complete() const { return complete_; }

 private:
  void fault(bool real) {
    if (real) complete_ = false;
  }

  Caller caller_;
  bool complete_ = true;
};

}  // namespace

std::optional<Caller> caller_by_sudo() {
  if (::geteuid() != 0) return std::nullopt;
  const auto user = number_in("SUDO_UID");
  const auto group = number_in("SUDO_GID");
  if (!user || !group || *user == 0) return std::nullopt;
  return Caller{.user = *user, .group = *group};
}

bool give_to_caller(const std::filesystem::path& path) {
  const auto caller = caller_by_sudo();
  if (!caller) return true;
  Giver giver(*caller);
  giver.give(AT_FDCWD, path.c_str(), 0);
  return giver.complete();
}

bool give_content_to_caller(const std::filesystem::path& folder) {
  const auto caller = caller_by_sudo();
  if (!caller) return true;
  Giver giver(*caller);
  giver.give_content(AT_FDCWD, folder.c_str(), 0);
  return giver.complete();
}

bool give_only_to_caller(const std::filesystem::path& path) {
  const auto caller = caller_by_sudo();
  if (!caller) return true;
  Giver giver(*caller);
  giver.give_one(AT_FDCWD, path.c_str());
  return giver.complete();
}

}  // namespace mutlua
