// SPDX-License-Identifier: MIT
#include "legacy/old_time.h"

#include <charconv>
#include <chrono>
#include <cmath>

#include "store/time_text.h"

namespace mutlua {
namespace {

/// Takes digits and the character behind them off the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits, char behind) {
  int value = 0;
  if (text.size() < digits) return std::nullopt;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + digits, value);
  if (fault != std::errc() || end != text.data() + digits || value < 0) return std::nullopt;
  text.remove_prefix(digits);
  if (behind != '\0') {
    if (text.empty() || (text.front() != behind && !(behind == 'T' && text.front() == ' '))) {
      return std::nullopt;
    }
    text.remove_prefix(1);
  }
  return value;
}

}  // namespace

std::optional<double> local_seconds(std::string_view text) {
  const auto year = take_number(text, 4, '-');
  const auto month = year ? take_number(text, 2, '-') : std::nullopt;
  const auto day = month ? take_number(text, 2, 'T') : std::nullopt;
  const auto hour = day ? take_number(text, 2, ':') : std::nullopt;
  const auto minute = hour ? take_number(text, 2, ':') : std::nullopt;
  const auto second = minute ? take_number(text, 2, '\0') : std::nullopt;
  if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  double fraction = 0;
  if (!text.empty()) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), fraction);
    if (text.front() != '.' || fault != std::errc() || end != text.data() + text.size()) {
      return std::nullopt;
    }
  }
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *year < 1970 || *year > 2200) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch();
  return std::chrono::duration<double>(days).count() + *hour * 3600.0 + *minute * 60.0 + *second +
         fraction;
}

std::optional<double> zone_seconds(double local, double utc) {
  constexpr double kQuarter = 15 * 60;
  constexpr double kFarthest = 14 * 3600;
  constexpr double kTolerance = 5 * 60;
  const double zone = std::round((local - utc) / kQuarter) * kQuarter;
  if (std::fabs(local - utc - zone) > kTolerance || std::fabs(zone) > kFarthest) {
    return std::nullopt;
  }
  return zone;
}

std::string utc_from_seconds(double seconds) {
  return utc_text({std::chrono::round<Nanoseconds>(
      std::chrono::microseconds(static_cast<std::int64_t>(std::llround(seconds * 1e6))))});
}

}  // namespace mutlua
