// SPDX-License-Identifier: MIT
#include "system/governor_note.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"
#include "system/descriptors.h"
#include "system/kernel_text.h"
#include "system/process_table.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

constexpr off_t kMostBytes = 2 * kMostGovernorText;

fs::path note_file(const fs::path& lock_folder) { return lock_folder / "mutlua.governor"; }

std::string boot_id(const fs::path& proc) {
  return word_in(proc / "sys/kernel/random/boot_id").value_or("");
}

// The folder is anybody's to write to, and what the note says is done with our permissions.
bool is_trusted(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return false;
  const bool of_ours = status.st_uid == 0 || status.st_uid == ::geteuid();
  return of_ours && S_ISREG(status.st_mode) && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0 &&
         status.st_nlink == 1 && status.st_size <= kMostBytes;
}

std::optional<std::string> trusted_text(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file || !is_trusted(file.number())) return std::nullopt;
  try {
    return read_descriptor(file.number(), kMostBytes);
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::optional<GovernorNote> parsed(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto has = [&](const char* name, bool (*fits)(const Json&)) {
    return json.contains(name) && fits(json[name]);
  };
  const auto number = [](const Json& value) { return value.is_number_unsigned(); };
  const auto word = [](const Json& value) { return value.is_string(); };
  if (!has("pid", number) || !has("start_time", number) || !has("boot_id", word) ||
      !has("sysfs", word) || !has("changes", word)) {
    return std::nullopt;
  }
  return GovernorNote{.pid = json["pid"].get<pid_t>(),
                      .start_time = json["start_time"].get<std::uint64_t>(),
                      .boot_id = json["boot_id"].get<std::string>(),
                      .sysfs = json["sysfs"].get<std::string>(),
                      .changes = governor_changes_in(json["changes"].get<std::string>())};
}

Descriptor create_anew(const fs::path& path) {
  constexpr int kHow = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
  ::unlink(path.c_str());
  Descriptor file(::open(path.c_str(), kHow, 0644));
  if (!file) throw_errno(fmt::format("cannot note the present CPU governor in {}", path.string()));
  ::fchmod(file.number(), 0644);
  return file;
}

}  // namespace

bool GovernorNote::of_living() const { return is_alive(pid, start_time); }

GovernorNote own_note(const fs::path& proc, const fs::path& sysfs, GovernorChanges changes) {
  const auto self = process_entry(::getpid());
  return {.pid = ::getpid(),
          .start_time = self ? self->start_time : 0,
          .boot_id = boot_id(proc),
          .sysfs = sysfs.string(),
          .changes = std::move(changes)};
}

std::optional<GovernorNote> read_governor_note(const fs::path& lock_folder, const fs::path& proc,
                                               const fs::path& sysfs) {
  const auto text = trusted_text(note_file(lock_folder));
  const auto note = text ? parsed(*text) : std::nullopt;
  if (!note || note->boot_id != boot_id(proc) || note->sysfs != sysfs) return std::nullopt;
  return note;
}

void write_governor_note(const fs::path& lock_folder, const GovernorNote& note) {
  const Json json = {{"pid", note.pid},
                     {"start_time", note.start_time},
                     {"boot_id", note.boot_id},
                     {"sysfs", note.sysfs},
                     {"changes", to_text(note.changes)}};
  const std::string text = pretty_text(json) + "\n";
  const fs::path path = note_file(lock_folder);
  const fs::path unfinished = fmt::format("{}.{}", path.string(), ::getpid());
  const Descriptor file = create_anew(unfinished);
  errno = 0;
  if (::write(file.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      std::rename(unfinished.c_str(), path.c_str()) == 0) {
    return;
  }
  const int reason = errno ? errno : ENOSPC;
  ::unlink(unfinished.c_str());
  errno = reason;
  throw_errno(fmt::format("cannot note the present CPU governor in {}", path.string()));
}

void remove_governor_note(const fs::path& lock_folder) { ::unlink(note_file(lock_folder).c_str()); }

}  // namespace mutlua
