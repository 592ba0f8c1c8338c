// SPDX-License-Identifier: MIT
#include "legacy/rows.h"

#include <algorithm>

namespace mutlua {
namespace {

bool same_but_names(const LegacyEntry& a, const LegacyEntry& b) {
  return a.foreground == b.foreground && a.background == b.background && a.runs == b.runs &&
         a.timeout_seconds == b.timeout_seconds && a.mutated.empty() == b.mutated.empty();
}

bool same(const LegacyEntry& a, const LegacyEntry& b) {
  return same_but_names(a, b) && a.mutated == b.mutated && a.ranges == b.ranges;
}

/// The shortest beginning of which the whole list is repetitions.
std::size_t period(const std::vector<LegacyEntry>& entries) {
  const std::size_t size = entries.size();
  for (std::size_t length = 1; length <= size / 2; ++length) {
    if (size % length != 0) continue;
    std::size_t i = length;
    while (i < size && same(entries[i], entries[i - length])) ++i;
    if (i == size) return length;
  }
  return size;
}

bool compatible(const std::vector<LegacyRange>& a, const std::vector<LegacyRange>& b) {
  return std::all_of(a.begin(), a.end(), [&](const LegacyRange& range) {
    return std::all_of(b.begin(), b.end(), [&](const LegacyRange& other) {
      return other.name != range.name || other == range;
    });
  });
}

/// A range holds for its name in the whole row, so no name may come with and without one.
bool ranges_fit(const ScriptRow& row, const LegacyEntry& next) {
  const auto names_range = [](const std::vector<LegacyRange>& ranges, const std::string& name) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const LegacyRange& range) { return range.name == name; });
  };
  const std::string& name = next.mutated.front();
  const bool known =
      std::find(row.one_by_one.begin(), row.one_by_one.end(), name) != row.one_by_one.end();
  if (known && names_range(row.entry.ranges, name) != names_range(next.ranges, name)) return false;
  return name != "all" && row.one_by_one.front() != "all" &&
         compatible(row.entry.ranges, next.ranges);
}

bool joins(const ScriptRow& row, const LegacyEntry& next) {
  return !row.one_by_one.empty() && next.mutated.size() == 1 && !next.opens_section &&
         same_but_names(row.entry, next) && ranges_fit(row, next);
}

void join(ScriptRow& row, const LegacyEntry& next) {
  row.one_by_one.push_back(next.mutated.front());
  for (const LegacyRange& range : next.ranges) {
    const auto& ranges = row.entry.ranges;
    if (std::find(ranges.begin(), ranges.end(), range) == ranges.end()) {
      row.entry.ranges.push_back(range);
    }
  }
  for (const std::string& remark : next.remarks) {
    const auto& remarks = row.entry.remarks;
    if (std::find(remarks.begin(), remarks.end(), remark) == remarks.end()) {
      row.entry.remarks.push_back(remark);
    }
  }
}

}  // namespace

bool ScriptRows::any_mutated() const {
  return std::any_of(rows.begin(), rows.end(),
                     [](const ScriptRow& row) { return !row.entry.mutated.empty(); });
}

bool ScriptRows::any_fixed() const {
  return std::any_of(rows.begin(), rows.end(),
                     [](const ScriptRow& row) { return row.entry.mutated.empty(); });
}

bool ScriptRows::any_background() const {
  return std::any_of(rows.begin(), rows.end(),
                     [](const ScriptRow& row) { return row.entry.background.has_value(); });
}

bool ScriptRows::all_backgrounds() const {
  return std::all_of(rows.begin(), rows.end(),
                     [](const ScriptRow& row) { return row.entry.background.has_value(); });
}

ScriptRows rows_of(const std::vector<LegacyEntry>& entries) {
  ScriptRows result;
  const std::size_t length = period(entries);
  if (length > 0) result.times = static_cast<int>(entries.size() / length);
  const bool single = std::all_of(entries.begin(), entries.end(), [](const LegacyEntry& entry) {
    return entry.mutated.size() <= 1;
  });
  for (std::size_t i = 0; i < length; ++i) {
    const LegacyEntry& entry = entries[i];
    if (single && !result.rows.empty() && joins(result.rows.back(), entry)) {
      join(result.rows.back(), entry);
      result.one_by_one = true;
    } else {
      result.rows.push_back({entry, single ? entry.mutated : std::vector<std::string>{}});
    }
  }
  return result;
}

}  // namespace mutlua
