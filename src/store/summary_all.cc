// SPDX-License-Identifier: MIT
#include "store/summary_all.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/files.h"
#include "store/csv_text.h"
#include "store/summary.h"
#include "system/caller.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestTable = std::size_t{1} << 30;

using Row = std::vector<std::string>;
using Key = std::pair<std::string, std::string>;  ///< experiment_id, timestamp

[[noreturn]] void refuse(const fs::path& file, const std::string& why) {
  throw Error(ErrorKind::machine,
              fmt::format("{} is left as it is: {}. The session's own summary.csv has all rows; "
                          "move the file away to begin a new one",
                          file.string(), why));
}

/// The place of each column.
class Header {
 public:
  Header(const Row& names, const fs::path& file) : width_(names.size()) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!places_.emplace(names[i], i).second)
        refuse(file, fmt::format("it has two columns '{}'", names[i]));
    }
    for (const char* name : {"experiment_id", "timestamp"}) {
      if (!places_.contains(name))
        refuse(file, fmt::format("its first line names no column '{}'", name));
    }
  }

  /// A row may be shorter than the header: some versions of the old tool wrote such.
  Key key(const Row& row) const { return {cell(row, "experiment_id"), cell(row, "timestamp")}; }

  /// The row with its cells where this header has them.
  Row arranged(const Row& names, const Row& cells) const {
    Row row(width_);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto place = places_.find(names[i]);
      if (place != places_.end()) row[place->second] = cells[i];
    }
    return row;
  }

 private:
  std::string cell(const Row& row, const std::string& name) const {
    const std::size_t place = places_.at(name);
    return place < row.size() ? row[place] : "";
  }

  std::size_t width_;
  std::map<std::string, std::size_t> places_;
};

/// Keeps other runners from the table: two may end at the same time.
class TableLock {
 public:
  explicit TableLock(const fs::path& results)
      : folder_(::open(results.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    int taken = -1;
    do {
      taken = folder_ ? ::flock(folder_.number(), LOCK_EX) : -1;
    } while (taken != 0 && errno == EINTR && folder_);
    if (taken == 0) return;
    throw Error(ErrorKind::machine,
                fmt::format("cannot lock {}: {}", results.string(), std::strerror(errno)));
  }

 private:
  Descriptor folder_;
};

/// What the file holds; empty if there is none.
std::string content_of(const fs::path& file) {
  std::error_code fault;
  const auto kind = fs::symlink_status(file, fault).type();
  if (kind == fs::file_type::not_found) return "";
  if (kind != fs::file_type::regular) refuse(file, "it is no plain file");
  return read_file(file, kLargestTable);
}

}  // namespace

std::size_t append_to_summary_all(const fs::path& results,
                                  const std::vector<TrialSummary>& trials) {
  if (trials.empty()) return 0;
  if (std::any_of(trials.begin(), trials.end(), [](auto& trial) { return trial.simulated; }))
    throw Error(ErrorKind::usage, "simulated trials are never appended to summary_all.csv");
  const fs::path file = results / kSummaryAllFile;
  const TableLock lock(results);
  const SummaryTable session = summary_table(trials);
  std::string text = content_of(file);
  std::vector<Row> rows = csv_rows(text);
  if (rows.empty()) {
    text = csv_line(session.heads);
    rows.push_back(session.heads);
  }
  const Header header(rows.front(), file);
  const Header own(session.heads, file);
  std::set<Key> known;
  for (const Row& row : rows) known.insert(header.key(row));
  if (text.back() != '\n' && text.back() != '\r') text += "\r\n";
  std::size_t appended = 0;
  for (const Row& row : session.rows) {
    if (!known.insert(own.key(row)).second) continue;
    text += csv_line(header.arranged(session.heads, row));
    ++appended;
  }
  if (appended == 0) return 0;
  write_file_durably(file, text);
  give_only_to_caller(file);
  return appended;
}

}  // namespace mutlua
