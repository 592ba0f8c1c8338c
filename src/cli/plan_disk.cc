// SPDX-License-Identifier: MIT
#include "cli/plan_disk.h"

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "store/session_info.h"
#include "store/trial_folder.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFolders = 40;
// A record with its log; a second of CPU and GPU readings as they lie on the disk.
constexpr double kBytesPerTrial = 64e3;
constexpr double kBytesPerSecond = 2e3;

struct Seen {
  double bytes = 0;
  double seconds = 0;
};

double bytes_in(const fs::path& folder) {
  std::error_code gone;
  double bytes = 0;
  for (auto entry = fs::recursive_directory_iterator(folder, gone);
       entry != fs::recursive_directory_iterator(); entry.increment(gone)) {
    std::error_code unknown;
    const auto size = entry->is_regular_file(unknown) ? entry->file_size(unknown) : 0;
    if (!unknown) bytes += static_cast<double>(size);
  }
  return bytes;
}

/// What a trial has taken; absent if its length is unknown or its record cannot be read.
std::optional<Seen> seen_in(const fs::path& folder) {
  try {
    const TrialSummary trial = summarise(read_record(folder / kRecordFile), folder.filename());
    if (trial.duration_seconds) return Seen{bytes_in(folder), *trial.duration_seconds};
  } catch (const Error&) {  // is said where the session is read
  }
  return std::nullopt;
}

void look_at(const FoundSession& session, std::vector<Seen>& seen) {
  std::vector<ScannedTrial> trials = scan_trials(session.folder);
  for (auto trial = trials.rbegin(); trial != trials.rend() && seen.size() < kMostFolders;
       ++trial) {
    if (!trial->finished) continue;
    if (const auto found = seen_in(session.folder / trial->name)) seen.push_back(*found);
  }
}

std::vector<Seen> newest_folders(const fs::path& results) {
  std::vector<Seen> seen;
  std::error_code absent;
  if (!fs::is_directory(results, absent)) return seen;
  const std::vector<FoundSession> sessions = list_sessions(results);
  for (auto each = sessions.rbegin(); each != sessions.rend() && seen.size() < kMostFolders;
       ++each) {
    if (!each->info.simulated) look_at(*each, seen);
  }
  return seen;
}

/// The smallest folder is what a trial takes besides; the rest goes by the second.
double bytes_for(const std::vector<Seen>& seen, double trials, double seconds) {
  if (seen.empty()) return kBytesPerTrial * trials + kBytesPerSecond * seconds;
  const double least = std::min_element(seen.begin(), seen.end(), [](auto& one, auto& other) {
                         return one.bytes < other.bytes;
                       })->bytes;
  Seen above;
  for (const Seen& each : seen) {
    above.bytes += each.bytes - least;
    above.seconds += each.seconds;
  }
  return least * trials + (above.seconds > 0 ? above.bytes / above.seconds * seconds : 0);
}

std::optional<double> free_bytes(fs::path folder) {
  std::error_code fault;
  folder = fs::absolute(folder, fault);
  while (!fs::exists(folder, fault) && folder != folder.parent_path())
    folder = folder.parent_path();
  const fs::space_info space = fs::space(folder, fault);
  if (fault) return std::nullopt;
  return static_cast<double>(space.available);
}

}  // namespace

DiskNeed disk_need(const fs::path& results, std::size_t trials, std::optional<double> seconds) {
  DiskNeed need;
  need.free = free_bytes(results);
  if (!seconds) return need;
  const std::vector<Seen> seen = newest_folders(results);
  need.folders = seen.size();
  need.bytes = bytes_for(seen, static_cast<double>(trials), *seconds);
  return need;
}

}  // namespace mutlua
