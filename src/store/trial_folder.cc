// SPDX-License-Identifier: MIT
#include "store/trial_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <tuple>

#include "base/error.h"
#include "base/files.h"

namespace mutlua {
namespace {

constexpr std::size_t kLargestRecord = std::size_t{1} << 30;
constexpr std::size_t kLongestPart = 80;
constexpr std::string_view kParallel = "_parallel";

bool plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-' || c == '+';
}

std::string file_name_part(const std::string& text) {
  std::string part = text.substr(0, kLongestPart);
  std::replace_if(
      part.begin(), part.end(), [](char c) { return !plain(c); }, '_');
  if (part.empty()) return "_";
  if (part.front() == '.' || part.front() == '-') part.front() = '_';
  return part;
}

[[noreturn]] void fail(const char* what, const std::filesystem::path& path,
                       const std::string& why) {
  throw Error(ErrorKind::machine, fmt::format("cannot {} {}: {}", what, path.string(), why));
}

void sync_file(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file || ::fsync(file.number()) != 0) fail("make durable", path, std::strerror(errno));
}

}  // namespace

Json read_record(const std::filesystem::path& file) { return read_json(file, kLargestRecord); }

std::string trial_name(const std::string& repository, const std::string& model, int number,
                       bool parallel) {
  return fmt::format("{}_{}_{:03}{}", file_name_part(repository), file_name_part(model), number,
                     parallel ? kParallel : "");
}

std::optional<int> trial_number(std::string_view name) {
  if (name.ends_with(kParallel)) name.remove_suffix(kParallel.size());
  const std::size_t bar = name.rfind('_');
  if (bar == std::string_view::npos || bar == 0) return std::nullopt;
  const std::string_view digits = name.substr(bar + 1);
  if (digits.size() < 3) return std::nullopt;
  int number = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (fault != std::errc() || end != digits.data() + digits.size() || number < 0)
    return std::nullopt;
  return number;
}

std::vector<ScannedTrial> scan_trials(const std::filesystem::path& session) {
  std::vector<ScannedTrial> trials;
  std::error_code fault;
  for (std::filesystem::directory_iterator it(session, fault), end; !fault && it != end;
       it.increment(fault)) {
    const std::string name = it->path().filename().string();
    const auto number = trial_number(name);
    std::error_code unknown;
    if (!number || !it->is_directory(unknown)) continue;
    trials.push_back({name, *number, ::access((it->path() / kRecordFile).c_str(), F_OK) == 0});
  }
  if (fault) fail("read the session", session, fault.message());
  std::sort(trials.begin(), trials.end(), [](const ScannedTrial& a, const ScannedTrial& b) {
    return std::tie(a.number, a.name) < std::tie(b.number, b.name);
  });
  return trials;
}

std::vector<TrialSummary> read_summaries(const std::filesystem::path& session) {
  std::vector<TrialSummary> summaries;
  for (const ScannedTrial& each : scan_trials(session)) {
    if (!each.finished) continue;
    try {
      summaries.push_back(summarise(read_record(session / each.name / kRecordFile), each.name));
    } catch (const Error&) {
      continue;  // said when the session was opened
    }
  }
  return summaries;
}

std::filesystem::path set_aside(const std::filesystem::path& trial) {
  for (int n = 1;; ++n) {
    const std::filesystem::path target = fmt::format("{}.interrupted-{}", trial.string(), n);
    std::error_code fault;
    if (std::filesystem::exists(std::filesystem::symlink_status(target, fault))) continue;
    std::filesystem::rename(trial, target, fault);
    if (fault) fail("set aside", trial, fault.message());
    return target;
  }
}

void sync_tree(const std::filesystem::path& folder) {
  std::error_code fault;
  using Walk = std::filesystem::recursive_directory_iterator;
  for (Walk it(folder, fault), end; !fault && it != end; it.increment(fault)) {
    const auto kind = it->symlink_status().type();
    if (kind == std::filesystem::file_type::regular) sync_file(it->path());
    if (kind == std::filesystem::file_type::directory) sync_folder(it->path());
  }
  if (fault) fail("read", folder, fault.message());
}

}  // namespace mutlua
