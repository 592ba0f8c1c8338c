// SPDX-License-Identifier: MIT
#include "legacy/old_cpu_energy.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

namespace mutlua {
namespace {

std::vector<std::string_view> words_of(std::string_view line) {
  constexpr std::string_view kBlanks = " \t\r";
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = line.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    words.push_back(line.substr(0, line.find_first_of(kBlanks)));
    line.remove_prefix(words.back().size());
  }
}

std::optional<double> number(std::string_view text) {
  std::string digits(text);
  std::erase(digits, ',');
  double value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [rest, fault] = std::from_chars(digits.data(), end, value);
  if (fault != std::errc() || rest != end || !std::isfinite(value) || value < 0) {
    return std::nullopt;
  }
  return value;
}

/// What follows the last colon of the first line that holds the words.
std::optional<double> behind(std::string_view text, std::string_view title) {
  const std::size_t begin = text.find(title);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  const std::size_t colon = line.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto words = words_of(line.substr(colon + 1));
  return words.empty() ? std::nullopt : number(words.front());
}

void add(std::optional<double>& sum, std::optional<double> more) {
  if (more) sum = sum.value_or(0) + *more;
}

/// "VALUE Joules EVENT", or "TIME VALUE Joules EVENT" for one interval of several.
void read_line(OldCpuEnergy& energy, const std::vector<std::string_view>& words) {
  if (words.size() >= 4 && words[1] == "seconds" && words[2] == "time" && words[3] == "elapsed") {
    energy.elapsed_seconds = number(words[0]);
    return;
  }
  const auto unit = std::find(words.begin(), words.end(), "Joules");
  if (unit == words.begin() || words.end() - unit < 2) return;
  const std::string_view event = *(unit + 1);
  const auto value = number(*(unit - 1));
  if (event.find("energy-pkg") != std::string_view::npos) add(energy.package_joules, value);
  if (event.find("energy-ram") != std::string_view::npos) add(energy.memory_joules, value);
  if (unit - words.begin() == 2) energy.elapsed_seconds = number(words[0]);
}

}  // namespace

OldCpuEnergy read_perf_report(std::string_view text) {
  OldCpuEnergy energy;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.starts_with('#')) read_line(energy, words_of(line));
  }
  return energy;
}

OldCpuEnergy read_cpu_digest(std::string_view text) {
  return {.package_joules = behind(text, "Package Energy"),
          .memory_joules = behind(text, "RAM Energy"),
          .total_joules = behind(text, "Total CPU Energy"),
          .elapsed_seconds = std::nullopt};
}

}  // namespace mutlua
