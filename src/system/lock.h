// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/files.h"
#include "base/json.h"
#include "base/units.h"

namespace mutlua {

/// A lock file: flock, so it is free when the last process that shares the descriptor is gone, and
/// inside it the holder's description {"pid", "start_time", "since", ...}, emptied on a clean end.
class LockFile {
 public:
  /// Opens the file, and creates it with mode 0666 if it is missing: root and plain users share
  /// it, also in a sticky folder. The folder must exist. Throws Error(machine).
  explicit LockFile(std::filesystem::path path);
  LockFile(LockFile&&) noexcept = default;
  LockFile& operator=(LockFile&&) = delete;
  ~LockFile();

  /// Takes the lock, trying again until `patience` is over; false if somebody else keeps it.
  bool take(int operation, Seconds patience);
  /// Adds fields to the description of the holder; nothing if that is not us. A file that we may
  /// only read stays as it is.
  void describe(const Json& fields);
  /// What the file says, if it says anything that can be read.
  std::optional<Json> description() const;
  /// The same for a message: "study x, pid 12, since 2026-01-01T00:00:00Z".
  std::string holder() const;
  /// True if nobody holds the lock. REQUIRES: this object does not hold it.
  bool is_free() const;

  int descriptor() const { return file_.number(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  void write(std::string_view text);

  std::filesystem::path path_;
  Descriptor file_;
  bool writable_ = false;
  Json own_;         ///< our description; null while we do not hold the lock
  pid_t owner_ = 0;  ///< who took it: a forked copy of this object must not empty the file
};

/// Two studies do not measure on one machine at the same time: the lock `mutlua.lock` in
/// MUTLUA_LOCK_DIR, by default /run/lock. Taken before the Guardian is forked, which shares it.
///
/// A sharing runner (--share-machine) does not need the lock: it goes on beside whoever holds it.
/// It still holds a shared lock where it can, so that a runner that wants the machine for itself is
/// refused while sharing ones are at work.
class MachineLock {
 public:
  /// Waits up to `patience` for a Guardian that is still sweeping. Throws Error(machine) saying
  /// who holds the machine, or why the file cannot be used.
  explicit MachineLock(bool share = false, Seconds patience = Seconds(5));

  /// False only if sharing, and another runner holds the machine for itself.
  bool held() const { return held_; }
  /// For GuardianOptions::lock.
  int descriptor() const { return file_.descriptor(); }
  /// Adds what is known of the holder: {"study", "session"}.
  void describe(const Json& fields) { file_.describe(fields); }

 private:
  LockFile file_;
  bool held_;
};

/// One runner at a time in a session folder: the lock `<folder>/.lock`.
class FolderLock {
 public:
  /// Throws Error(machine) saying who holds it.
  explicit FolderLock(const std::filesystem::path& folder, Seconds patience = Seconds(0));

  void describe(const Json& fields) { file_.describe(fields); }

 private:
  LockFile file_;
};

/// The folder of the machine lock: MUTLUA_LOCK_DIR, or /run/lock.
std::filesystem::path lock_folder();

/// The description of the runner that holds the machine: {"pid", "start_time", "since", ...}.
/// Absent if nobody does, or if the one who wrote it is no longer alive.
std::optional<Json> running_holder();
/// The same for the runner at work in a session folder.
std::optional<Json> running_holder(const std::filesystem::path& session_folder);

}  // namespace mutlua
