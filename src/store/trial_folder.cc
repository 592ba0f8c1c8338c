// SPDX-License-Identifier: MIT
#include "store/trial_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstring>
#include <memory>
#include <tuple>

#include "base/error.h"
#include "base/files.h"
#include "store/folders.h"

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

/// The text behind that beginning, if it has it.
std::string without(const std::string& text, const std::string& beginning) {
  return text.starts_with(beginning) ? text.substr(beginning.size()) : text;
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

/// A link to a folder is one.
bool is_folder(int parent, const dirent& entry) {
  if (entry.d_type == DT_DIR) return true;
  if (entry.d_type != DT_LNK && entry.d_type != DT_UNKNOWN) return false;
  struct stat found {};
  return ::fstatat(parent, entry.d_name, &found, 0) == 0 && S_ISDIR(found.st_mode);
}

/// Asked of a hundred thousand folders: hence without the way to the session.
bool has_record(int session, const char* trial) {
  char file[NAME_MAX + 32];
  *fmt::format_to_n(file, sizeof file - 1, "{}/{}", trial, kRecordFile).out = 0;
  return ::faccessat(session, file, F_OK, 0) == 0;
}

bool text_or_null(const Json& value) { return value.is_string() || value.is_null(); }

/// What a finished trial's record lacks; empty if it has all that is read again.
std::string shape_problem(const Json& record) {
  if (!record.is_object()) return "it is no object";
  const auto lacks = [&](const char* name, const auto& fits) {
    const auto field = record.find(name);
    return field == record.end() || !fits(*field);
  };
  const auto object = [](const Json& value) { return value.is_object(); };
  const auto whole = [](const Json& value) { return value.is_number_integer(); };
  const auto judged = [](const Json& value) {
    return value.is_object() && value.contains("performance") && value["performance"].is_string();
  };
  if (lacks("label", text_or_null)) return "it has no label";
  if (lacks("factors", object)) return "it has no factors";
  if (lacks("block", text_or_null)) return "it has no block";
  if (lacks("replicate", whole)) return "it has no replicate";
  if (lacks("energy", object)) return "it has no energy";
  if (lacks("quality", judged)) return "it has no quality with a performance";
  return "";
}

[[noreturn]] void damaged(const std::filesystem::path& file, const std::string& why) {
  throw Error(ErrorKind::machine,
              fmt::format("{} is damaged ({}); move its folder away to measure the trial again",
                          file.string(), why));
}

Json parse_record(const std::filesystem::path& file, const std::string& text) {
  try {
    return parse_json(text, file.string());
  } catch (const Error& error) {
    damaged(file, without(without(error.what(), file.string() + ": "), "not valid JSON at "));
  }
}

}  // namespace

Json read_record(const std::filesystem::path& file) { return read_json(file, kLargestRecord); }

Json read_finished_record(const std::filesystem::path& trial_folder) {
  const std::filesystem::path file = trial_folder / kRecordFile;
  Json record = parse_record(file, read_file(file, kLargestRecord));
  if (const std::string problem = shape_problem(record); !problem.empty()) damaged(file, problem);
  return record;
}

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
  const std::unique_ptr<DIR, CloseFolder> folder(::opendir(session.c_str()));
  if (!folder) fail("read the session", session, std::strerror(errno));
  std::vector<ScannedTrial> trials;
  errno = 0;
  while (const dirent* entry = ::readdir(folder.get())) {
    const auto number = trial_number(entry->d_name);
    if (number && is_folder(::dirfd(folder.get()), *entry)) {
      trials.push_back({entry->d_name, *number, has_record(::dirfd(folder.get()), entry->d_name)});
    }
    errno = 0;
  }
  if (errno != 0) fail("read the session", session, std::strerror(errno));
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
    // A record whose writing was cut short is no evidence of anything.
    std::filesystem::remove(target / (std::string(kRecordFile) + ".tmp"), fault);
    return target;
  }
}

void move_into_attempt(const std::filesystem::path& trial, int number) {
  const auto attempts = trial / "attempts";
  const auto target = attempts / fmt::format("{}", number);
  make_folders(attempts);
  if (!make_new_folder(target))
    refuse_folder("archive an attempt in", target, "it is there already");
  std::vector<std::filesystem::path> present;
  for (const auto& entry : std::filesystem::directory_iterator(trial)) {
    if (entry.path() != attempts) present.push_back(entry.path());
  }
  for (const auto& path : present) {
    std::error_code fault;
    std::filesystem::rename(path, target / path.filename(), fault);
    if (fault) refuse_folder("move", path, fault.message());
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
