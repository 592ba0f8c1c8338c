// SPDX-License-Identifier: MIT
#include "system/lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <ctime>

#include "base/error.h"
#include "system/descriptors.h"
#include "system/process_table.h"
#include "system/sweep.h"

namespace mutlua {
namespace {

constexpr std::size_t kDescriptionLimit = 64u << 10;

int open_existing(const std::filesystem::path& path, int access) {
  return ::open(path.c_str(), access | O_CLOEXEC | O_NOFOLLOW);
}

// umask would take away what the others need.
int create(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file >= 0) ::fchmod(file, 0666);
  return file;
}

bool is_refused() { return errno == EACCES || errno == EPERM || errno == EROFS; }

std::string now_text() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

Json own_description() {
  const auto self = process_entry(::getpid());
  return {{"pid", ::getpid()}, {"start_time", self ? self->start_time : 0}, {"since", now_text()}};
}

// Anybody may have written the file: what is no number counts as 0.
std::uint64_t number_in(const Json& description, const char* name) {
  const auto value = description.find(name);
  return value != description.end() && value->is_number_integer() ? value->get<std::uint64_t>() : 0;
}

pid_t pid_in(const Json& description) { return static_cast<pid_t>(number_in(description, "pid")); }

bool is_of_living(const Json& description) {
  return is_alive(pid_in(description), number_in(description, "start_time"));
}

// "study 'x', pid 12, since 2026-01-01T00:00:00Z, session /results/x": what is known of the holder.
std::string holder_text(const std::optional<Json>& holder) {
  if (!holder) return "a runner that did not say who it is";
  std::string text;
  for (const char* name : {"study", "pid", "since", "session"}) {
    const auto value = holder->find(name);
    if (value == holder->end()) continue;
    const std::string shown = value->is_string() ? value->get<std::string>() : value->dump();
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, shown);
  }
  return text;
}

std::optional<Json> running_holder_of(const std::filesystem::path& path) {
  std::error_code unreadable;
  if (!std::filesystem::exists(path, unreadable)) return std::nullopt;
  const LockFile file(path);
  if (file.is_free()) return std::nullopt;
  const auto holder = file.description();
  return holder && is_of_living(*holder) ? holder : std::nullopt;
}

}  // namespace

// An existing file is opened without O_CREAT: fs.protected_regular forbids that in a sticky folder
// to all but the owner, root included.
LockFile::LockFile(std::filesystem::path path) : path_(std::move(path)) {
  file_ = Descriptor(open_existing(path_, O_RDWR));
  if (!file_ && errno == ENOENT) file_ = Descriptor(create(path_));
  if (!file_ && errno == EEXIST) file_ = Descriptor(open_existing(path_, O_RDWR));
  writable_ = static_cast<bool>(file_);
  if (!file_ && is_refused()) file_ = Descriptor(open_existing(path_, O_RDONLY));
  if (!file_) throw_errno(fmt::format("cannot open the lock {}", path_.string()));
}

LockFile::~LockFile() {
  if (owner_ != ::getpid() || !file_) return;
  const auto present = description();
  if (present && pid_in(*present) == owner_) write("");
}

bool LockFile::take(int operation, Seconds patience) {
  const auto try_once = [&] { return ::flock(file_.number(), operation | LOCK_NB) == 0; };
  if (!wait_until(try_once, patience)) return false;
  owner_ = ::getpid();
  own_ = own_description();
  describe(Json::object());
  return true;
}

// Of several that share a lock, the first one is described for as long as it lives.
void LockFile::describe(const Json& fields) {
  if (own_.is_null()) return;
  own_.update(fields);
  const auto present = description();
  const bool of_another = present && pid_in(*present) != owner_ && is_of_living(*present);
  if (!of_another) write(pretty_text(own_) + "\n");
}

std::optional<Json> LockFile::description() const {
  const Json parsed =
      Json::parse(read_descriptor(file_.number(), kDescriptionLimit), nullptr, false);
  return parsed.is_object() ? std::optional(parsed) : std::nullopt;
}

bool LockFile::is_free() const {
  if (::flock(file_.number(), LOCK_SH | LOCK_NB) != 0) return false;
  ::flock(file_.number(), LOCK_UN);
  return true;
}

void LockFile::write(std::string_view text) {
  if (!writable_) return;
  (void)!::ftruncate(file_.number(), 0);
  (void)!::pwrite(file_.number(), text.data(), text.size(), 0);
}

std::string LockFile::holder() const { return holder_text(description()); }

MachineLock::MachineLock(bool share, Seconds patience) : file_(lock_folder() / "mutlua.lock") {
  held_ = share ? file_.take(LOCK_SH, Seconds(0)) : file_.take(LOCK_EX, patience);
  if (held_ || share) return;
  throw Error(
      ErrorKind::machine,
      fmt::format("this machine is in use by {}; wait for it, end it with `mutlua stop`, or "
                  "measure beside it with --share-machine (the lock is {}; MUTLUA_LOCK_DIR names "
                  "its folder)",
                  file_.holder(), file_.path().string()));
}

FolderLock::FolderLock(const std::filesystem::path& folder, Seconds patience)
    : file_(folder / ".lock") {
  if (file_.take(LOCK_EX, patience)) return;
  throw Error(ErrorKind::machine,
              fmt::format("the session {} is in use by {}; wait for it, or end it with "
                          "`mutlua stop`",
                          folder.string(), file_.holder()));
}

std::filesystem::path lock_folder() {
  const char* folder = std::getenv("MUTLUA_LOCK_DIR");
  return folder && *folder ? folder : "/run/lock";
}

std::optional<Json> running_holder() { return running_holder_of(lock_folder() / "mutlua.lock"); }

std::optional<Json> running_holder(const std::filesystem::path& session_folder) {
  return running_holder_of(session_folder / ".lock");
}

}  // namespace mutlua
