// SPDX-License-Identifier: MIT
#include "simulated/log_lines.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulated/matching_text.h"
#include "training/log_number.h"
#include "training/log_pattern.h"

namespace mutlua {
namespace {

/// The number that the pattern reads from a line, the last one as in a log.
std::optional<double> read_number(const LogPattern& pattern, const std::string& line) {
  std::optional<double> number;
  pattern.each_match(line, 0, [&](const PatternMatch& match) {
    if (match.group_begin == std::string::npos) return;
    const auto read = number_at(line, match.group_begin, match.group_end);
    if (read) number = read;
  });
  return number;
}

bool matches(const LogPattern& pattern, const std::string& line) {
  bool any = false;
  pattern.each_match(line, 0, [&](const PatternMatch&) { any = true; });
  return any;
}

bool is_read(const LogPattern& pattern, const NumberLine& line, double number) {
  const auto read = read_number(pattern, line.text(number));
  const double expected =
      std::stod(fmt::format(fmt::runtime(line.format), line.percent ? 100 * number : number));
  return read && *read == expected;
}

/// What a pattern reads behind the number of this line, without the blanks in front of it.
std::string read_behind_number(const LogPattern& pattern, const std::string& line) {
  std::string behind;
  pattern.each_match(line, 0, [&](const PatternMatch& match) {
    if (match.group_begin == std::string::npos) return;
    behind = line.substr(match.group_end, match.end - match.group_end);
    behind.erase(0, behind.find_first_not_of(' '));
  });
  return behind;
}

/// The sign that the pattern has a place for behind its number, "%" or " %", or none if one stands
/// there anyway: what it reads is in percent. One that takes whatever stands there says nothing.
std::optional<std::string> percent_sign(const LogPattern& pattern, const NumberLine& line) {
  if (read_behind_number(pattern, line.before + "50" + line.after).starts_with('%')) return "";
  for (const std::string blank : {"", " "}) {
    const auto behind = [&](const char* sign) {
      return read_behind_number(pattern, line.before + "50" + blank + sign + line.after);
    };
    if (behind("%").starts_with('%') && !behind("#").starts_with('#')) return blank + "%";
  }
  return std::nullopt;
}

/// The first way of writing that the pattern reads back.
std::optional<NumberLine> number_line(const std::string& expression, bool epoch) {
  const auto text = matching_text(expression);
  if (!text) return std::nullopt;
  const LogPattern pattern(expression);
  NumberLine line{.before = text->before, .after = text->after};
  if (!text->has_group) {
    line.format = "";
    if (epoch && matches(pattern, line.text(1))) return line;
    return std::nullopt;
  }
  const auto sign = epoch ? std::nullopt : percent_sign(pattern, line);
  if (sign) line.after = *sign + line.after;
  const std::vector<const char*> formats =
      epoch ? std::vector{"{:.0f}", "{:.1f}"} : std::vector{"{:.4f}", "{:.1f}", "{:.0f}"};
  for (const char* format : formats) {
    line.format = format;
    line.percent = sign || (!epoch && format == formats.back());
    const auto [some, other] = epoch ? std::pair(1.0, 120.0) : std::pair(0.9125, 0.0625);
    if (is_read(pattern, line, some) && is_read(pattern, line, other)) return line;
  }
  return std::nullopt;
}

/// Lines that other patterns read as well come first: the last word is then each pattern's own.
void put_in_order(const Model& model, std::vector<LogLines::Line>& lines) {
  std::map<std::string, int> read_by;
  for (const LogLines::Line& line : lines) {
    for (const Metric& metric : model.metrics) {
      if (metric.name != line.metric &&
          read_number(LogPattern(metric.pattern), line.line.text(0.5)))
        ++read_by[line.metric];
    }
  }
  std::stable_sort(lines.begin(), lines.end(), [&](const auto& a, const auto& b) {
    return read_by[a.metric] > read_by[b.metric];
  });
}

LogLines lines_for(const Model& model) {
  LogLines lines;
  for (const Metric& metric : model.metrics) {
    if (auto line = number_line(metric.pattern, false)) {
      lines.metrics.push_back({metric.name, std::move(*line)});
    } else {
      lines.unwritten.push_back(metric.pattern);
    }
  }
  if (model.epoch) {
    lines.epoch = number_line(model.epoch->pattern, true);
    if (!lines.epoch) lines.unwritten.push_back(model.epoch->pattern);
  }
  put_in_order(model, lines.metrics);
  return lines;
}

}  // namespace

std::string NumberLine::text(double number) const {
  if (*format == '\0') return before + "\n";
  return before + fmt::format(fmt::runtime(format), percent ? 100 * number : number) + after + "\n";
}

const LogLines& LogWriter::lines_of(const Model& model) {
  std::string key = model.epoch ? model.epoch->pattern : "";
  for (const Metric& metric : model.metrics) key += '\n' + metric.name + '\n' + metric.pattern;
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  return known_.emplace(std::move(key), lines_for(model)).first->second;
}

}  // namespace mutlua
