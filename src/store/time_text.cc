// SPDX-License-Identifier: MIT
#include "store/time_text.h"

#include <fmt/format.h>

#include <chrono>
#include <ctime>

namespace mutlua {
namespace {

struct Moment {
  std::time_t seconds;
  long microseconds;
};

Moment split(WallTime time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time.since_epoch);
  const auto rest = std::chrono::floor<std::chrono::microseconds>(time.since_epoch - whole);
  return {static_cast<std::time_t>(whole.count()), static_cast<long>(rest.count())};
}

std::string iso(const std::tm& parts, long microseconds) {
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}", parts.tm_year + 1900,
                     parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                     microseconds);
}

std::tm local(std::time_t seconds) {
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  return parts;
}

}  // namespace

std::string utc_text(WallTime time) {
  const Moment moment = split(time);
  std::tm parts{};
  ::gmtime_r(&moment.seconds, &parts);
  return iso(parts, moment.microseconds) + "Z";
}

std::optional<WallTime> utc_time(const std::string& text) {
  std::tm parts{};
  const char* end = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (end == nullptr || text.back() != 'Z') return std::nullopt;
  return WallTime{std::chrono::seconds(::timegm(&parts))};
}

std::string local_text(WallTime time) {
  const Moment moment = split(time);
  return iso(local(moment.seconds), moment.microseconds);
}

std::string local_stamp(WallTime time) {
  const std::tm parts = local(split(time).seconds);
  return fmt::format("{:04}{:02}{:02}_{:02}{:02}{:02}", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

}  // namespace mutlua
