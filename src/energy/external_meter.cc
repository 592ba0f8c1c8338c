// SPDX-License-Identifier: MIT
#include "energy/external_meter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/fields.h"
#include "base/files.h"
#include "energy/csv_file.h"
#include "energy/csv_row.h"

namespace mutlua {
namespace {

constexpr std::size_t kLongestLine = 400;
constexpr std::size_t kMostLines = 10'000'000;  // four months at one a second
constexpr double kMostMicro = 9e15;  // as time: the year 2255; so that nanoseconds do not overflow
constexpr double kTrustedClock = 1;  // seconds
constexpr const char* kAbout = "external_meter.json";
constexpr const char* kLines = "external_meter.csv";

std::optional<std::int64_t> micro(const Json& json, const char* name) {
  if (!json.is_object() || !json.contains(name) || !json.at(name).is_number()) return std::nullopt;
  const double value = json.at(name).get<double>() * 1e6;
  if (!std::isfinite(value) || std::abs(value) > kMostMicro) return std::nullopt;
  return std::llround(value);
}

}  // namespace

std::optional<MeterLine> meter_line(std::string_view text, MeterKind kind) {
  if (text.size() > kLongestLine) return std::nullopt;
  const Json json = Json::parse(text, nullptr, false);
  const auto time = micro(json, "t");
  const auto value = micro(json, kind == MeterKind::counter ? "j" : "w");
  if (!time || !value || *value < 0) return std::nullopt;
  return MeterLine{.wall_us = *time, .micro = *value};
}

Json to_json(const MeterReading& reading) {
  Json json = {{"name", reading.name},
               {"scope", "node_wall"},
               {"joules", reading.joules ? Json(reading.joules->value) : Json(nullptr)}};
  if (!reading.reason.empty()) json["reason"] = reading.reason;
  json["method"] = reading.kind == MeterKind::counter ? "external_counter" : "external_power";
  json["evidence"] = "measured";
  json["lines"] = reading.lines;
  json["unreadable_lines"] = reading.strange;
  json["gap_seconds"] = reading.gaps.count();
  return json;
}

Flags meter_flags(const MeterReading& reading) {
  Flags flags;
  if (reading.lost) {
    flags.push_back({.id = "meter.lost",
                     .severity = Severity::warn,
                     .value = std::nullopt,
                     .threshold = std::nullopt,
                     .when = "during",
                     .detail = reading.name + ": the meter's program ended before the window did"});
  }
  if (reading.most_clock_difference > kTrustedClock) {
    flags.push_back({.id = "meter.clock",
                     .severity = Severity::warn,
                     .value = reading.most_clock_difference,
                     .threshold = kTrustedClock,
                     .when = "during",
                     .detail = fmt::format("{}: its clock is {:.1f} s away from this machine's",
                                           reading.name, reading.most_clock_difference)});
  }
  return flags;
}

MeterWindow::MeterWindow(std::string name, MeterKind kind) : name_(std::move(name)), kind_(kind) {}

void MeterWindow::line(std::string_view text, Instant arrival, Nanoseconds wall_offset) {
  const auto line = meter_line(text, kind_);
  if (!line || points_.size() >= kMostLines) {
    ++strange_;
    return;
  }
  const Instant own{std::chrono::microseconds(line->wall_us) - wall_offset};
  const double difference = std::abs((own - arrival).count());
  most_clock_difference_ = std::max(most_clock_difference_, difference);
  const Instant at = difference <= kTrustedClock ? own : arrival;
  if (points_.empty() || at > points_.back().at) points_.push_back({.at = at, .line = *line});
}

void MeterWindow::bound(Instant begin, Instant end) {
  begin_ = begin;
  end_ = end;
}

bool MeterWindow::complete() const {
  return end_ && !points_.empty() && points_.back().at >= *end_;
}

MeterReading MeterWindow::reading() const {
  MeterReading reading;
  reading.name = name_;
  reading.kind = kind_;
  reading.strange = strange_;
  reading.most_clock_difference = most_clock_difference_;
  reading.lines =
      static_cast<int>(std::count_if(points_.begin(), points_.end(), [this](const Point& point) {
        return point.at >= begin_ && point.at <= *end_;
      }));
  reading.joules = joules(reading);
  return reading;
}

void MeterWindow::write(const std::filesystem::path& folder, bool lost) const {
  const Json about = {{"name", name_},
                      {"kind", kind_ == MeterKind::counter ? "counter" : "power"},
                      {"unreadable_lines", strange_},
                      {"clock_difference_seconds", most_clock_difference_},
                      {"lost", lost}};
  write_file(folder / kAbout, pretty_text(about) + "\n");
  CsvFile csv(folder / kLines, "t_ns,t_real_us,micro");
  for (const Point& point : points_) {
    csv.number(point.at.since_boot.count()).number(point.line.wall_us).number(point.line.micro);
    csv.end_row();
  }
}

std::optional<MeterReading> MeterWindow::read(const std::filesystem::path& folder, Instant begin,
                                              Instant end) {
  if (!std::filesystem::exists(folder / kAbout)) return std::nullopt;
  const Json about = read_json(folder / kAbout);
  Fields fields(about, kAbout, ErrorKind::usage);
  MeterWindow window(fields.require_text("name"), fields.require_text("kind") == "counter"
                                                      ? MeterKind::counter
                                                      : MeterKind::power);
  window.strange_ = static_cast<int>(fields.integer("unreadable_lines").value_or(0));
  window.most_clock_difference_ = fields.number("clock_difference_seconds").value_or(0);
  for_each_row(folder / kLines, [&window](const CsvRow& row) {
    row.expect(3);
    window.points_.push_back(
        {.at = row.instant(0), .line = {.wall_us = row.number(1), .micro = row.number(2)}});
  });
  window.bound(begin, end);
  MeterReading reading = window.reading();
  reading.lost = fields.boolean("lost").value_or(false);
  return reading;
}

std::optional<double> MeterWindow::counter_at(Instant at) const {
  const auto after = std::find_if(points_.begin(), points_.end(),
                                  [at](const Point& point) { return point.at >= at; });
  if (after == points_.begin() || after == points_.end()) return std::nullopt;
  const auto before = std::prev(after);
  const double share = (at - before->at) / (after->at - before->at);
  const auto grown = static_cast<double>(after->line.micro - before->line.micro);
  return static_cast<double>(before->line.micro) + share * grown;
}

std::optional<Joules> MeterWindow::joules(MeterReading& reading) const {
  if (points_.size() < 2) {
    reading.reason = "the meter gave no two lines";
    return std::nullopt;
  }
  if (kind_ == MeterKind::counter) {
    const auto begin = counter_at(begin_);
    const auto end = counter_at(*end_);
    const bool falls =
        std::adjacent_find(points_.begin(), points_.end(), [](const Point& a, const Point& b) {
          return b.line.micro < a.line.micro;
        }) != points_.end();
    if (falls) reading.reason = "the meter's counter went back";
    if (!begin || !end) reading.reason = "the meter gave no line before or after the window";
    if (!reading.reason.empty()) return std::nullopt;
    return Joules{(*end - *begin) * 1e-6};
  }
  std::vector<Seconds> steps;
  for (std::size_t i = 1; i < points_.size(); ++i)
    steps.push_back(points_[i].at - points_[i - 1].at);
  std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2),
                   steps.end());
  HoldIntegral integral(begin_, steps[steps.size() / 2]);
  integral.until_end(*end_);
  for (const Point& point : points_)
    integral.add(point.at, Watts{static_cast<double>(point.line.micro) * 1e-6});
  const auto held = integral.result();
  if (!held || held->covered < 0.9 * (*end_ - begin_)) {
    reading.reason = "the meter's lines do not cover the window";
    return std::nullopt;
  }
  reading.gaps = held->gaps;
  return held->joules;
}

}  // namespace mutlua
