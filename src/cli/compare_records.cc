// SPDX-License-Identifier: MIT
#include "cli/compare_records.h"

#include <fmt/format.h>

#include <algorithm>

namespace mutlua {
namespace {

/// What the lab adds to a window's record, from elsewhere than the trace.
constexpr const char* kAdded[] = {"active_joules",
                                  "idle_ref",
                                  "cpu_seconds",
                                  "estimates",
                                  "total_energy_joules",
                                  "partial_energy_joules",
                                  "legacy_gpu_energy_joules"};

bool is_added(const std::string& key) {
  return std::find(std::begin(kAdded), std::end(kAdded), key) != std::end(kAdded);
}

class Comparing {
 public:
  void compare(const Json& stored, const Json& derived, const std::string& place) {
    if (stored.is_object() && derived.is_object()) return objects(stored, derived, place);
    if (stored.is_array() && derived.is_array() && stored.size() == derived.size()) {
      for (std::size_t i = 0; i < stored.size(); ++i)
        compare(stored[i], derived[i], fmt::format("{}[{}]", place, i));
      return;
    }
    ++found_.compared;
    if (stored != derived) found_.differences.push_back({place, stored, derived});
  }

  RecordComparison take() { return std::move(found_); }

 private:
  void objects(const Json& stored, const Json& derived, const std::string& place) {
    const std::string inside = place.empty() ? "" : place + ".";
    for (const auto& [key, value] : stored.items()) {
      const std::string here = inside + key;
      if (derived.contains(key)) {
        compare(value, derived.at(key), here);
      } else if (is_added(key)) {
        found_.only_stored.push_back(here);
      } else {
        ++found_.compared;
        found_.differences.push_back({here, value, "not derived"});
      }
    }
    for (const auto& [key, value] : derived.items()) {
      if (!stored.contains(key)) found_.only_derived.push_back(inside + key);
    }
  }

  RecordComparison found_;
};

}  // namespace

RecordComparison compare_records(const Json& stored, const Json& derived) {
  Comparing comparing;
  comparing.compare(stored, derived, "");
  return comparing.take();
}

}  // namespace mutlua
