// SPDX-License-Identifier: MIT
#include "legacy/unrecorded_load.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "legacy/import_flag.h"

namespace mutlua {
namespace {

/// From then on a parallel run's record says so.
constexpr const char* kRecordedSince = "2025-11-19";

bool before_that(const Json& record) {
  const Json& stamp = record.at("timestamp");
  return stamp.is_string() && stamp.get_ref<const std::string&>() < kRecordedSince;
}

/// What tells of a load; empty if nothing does.
std::string evidence(const OldSession& session, const Json& record, bool some_parallel) {
  const int number = record.at("execution_number");
  if (record.at("experiment_id").get_ref<const std::string&>().ends_with("_parallel"))
    return "it is called parallel, and its record says nothing of a load";
  if (session.bare_loads.contains(number - 1))
    return fmt::format("the folder of number {} holds the logs of a load only", number - 1);
  const bool numbered = session.numbers.contains(number);
  if (!some_parallel && numbered && number > 1 && !session.numbers.contains(number - 1) &&
      before_that(record)) {
    return fmt::format("number {} of its session is missing: it was the folder of a load's logs",
                       number - 1);
  }
  return "";
}

}  // namespace

void flag_unrecorded_load(const OldSession& session, std::vector<Json>& records) {
  const bool some_parallel = std::any_of(
      records.begin(), records.end(), [](const Json& each) { return each.contains("foreground"); });
  for (Json& record : records) {
    if (record.contains("foreground")) continue;
    const std::string reason = evidence(session, record, some_parallel);
    if (!reason.empty()) add_flag(record, {.id = import_flag::kUnrecordedLoad, .detail = reason});
  }
}

}  // namespace mutlua
