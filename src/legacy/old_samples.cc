// SPDX-License-Identifier: MIT
#include "legacy/old_samples.h"

#include <algorithm>

#include "base/python_number.h"

namespace mutlua {
namespace {

/// Takes the text up to the separator, and the separator, off the front.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view piece = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return piece;
}

std::string_view trimmed(std::string_view cell) {
  while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t')) cell.remove_prefix(1);
  while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t' || cell.back() == '\r')) {
    cell.remove_suffix(1);
  }
  return cell;
}

bool says_nothing(std::string_view cell) {
  return cell.empty() || cell == "N/A" || cell == "[N/A]" || cell == "[Not Supported]";
}

/// Which cell of a line the column is; -1 if there is none.
int position(std::string_view head, std::string_view column) {
  for (int i = 0; !head.empty(); ++i) {
    if (trimmed(take(head, ',')) == column) return i;
  }
  return -1;
}

void add_value(OldSamples& samples, double value) {
  samples.sum += value;
  samples.largest = samples.count == 0 ? value : std::max(samples.largest, value);
  samples.smallest = samples.count == 0 ? value : std::min(samples.smallest, value);
  ++samples.count;
}

void add_point(OldSamples& samples, double seconds, double value, double& previous) {
  if (samples.timed++ == 0) {
    samples.first_seconds = seconds;
  } else {
    const double step = seconds - samples.last_seconds;
    if (step < 0) samples.backwards = true;
    samples.trapezoid += step * (previous + value) / 2;
    samples.largest_gap = std::max(samples.largest_gap, step);
  }
  samples.last_seconds = seconds;
  previous = value;
}

/// Leaves out a last line that was cut short.
std::string_view whole_lines(std::string_view csv, bool& torn) {
  torn = !csv.empty() && csv.back() != '\n';
  if (!torn) return csv;
  const std::size_t end = csv.rfind('\n');
  return end == std::string_view::npos ? std::string_view() : csv.substr(0, end + 1);
}

std::optional<double> where(bool known, double value) {
  return known ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<double> OldSamples::average() const {
  return where(count > 0, sum / static_cast<double>(count));
}
std::optional<double> OldSamples::maximum() const { return where(count > 0, largest); }
std::optional<double> OldSamples::minimum() const { return where(count > 0, smallest); }
std::optional<double> OldSamples::integral() const {
  return where(timed >= 2 && !backwards && further == 0, trapezoid);
}

OldSamples read_samples(std::string_view csv, std::string_view column) {
  OldSamples samples;
  samples.pointer = csv.starts_with("version https://git-lfs");
  if (samples.pointer) return samples;
  std::string_view lines = whole_lines(csv, samples.torn);
  const int wanted = position(take(lines, '\n'), column);
  if (wanted < 1) return samples;
  double previous = 0;
  while (!lines.empty()) {
    std::string_view line = take(lines, '\n');
    if (trimmed(line).empty()) continue;
    const std::string_view time = trimmed(take(line, ','));
    std::string_view cell;
    for (int i = 1; i <= wanted; ++i) cell = take(line, ',');
    cell = trimmed(cell);
    const auto value = finite_python_number(cell);
    if (value) {
      add_value(samples, *value);
      if (const auto seconds = finite_python_number(time))
        add_point(samples, *seconds, *value, previous);
    } else if (cell.empty() && finite_python_number(time)) {
      ++samples.further;
    } else if (!says_nothing(cell)) {
      ++samples.unreadable;
    }
  }
  return samples;
}

}  // namespace mutlua
