// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "energy/flag.h"
#include "energy/hold_integral.h"
#include "system/clock.h"

namespace mutlua {

/// What a meter outside of the machine counts: joules so far, or watts now.
enum class MeterKind { counter, power };

/// One line of a meter: {"t": <unix seconds>, "j": <joules>} or {"t": ..., "w": <watts>}.
struct MeterLine {
  std::int64_t wall_us = 0;
  std::int64_t micro = 0;  ///< microjoules or microwatts
};

/// Absent: not such a line, or another kind's. At most 400 bytes.
std::optional<MeterLine> meter_line(std::string_view text, MeterKind kind);

/// What a meter said over a window. It measures the whole node at the wall, so it stands beside the
/// other joules and is never added to them.
struct MeterReading {
  std::string name;
  MeterKind kind = MeterKind::power;
  std::optional<Joules> joules;
  std::string reason;  ///< why they are absent
  int lines = 0;       ///< inside the window
  int strange = 0;     ///< lines that could not be read
  Seconds gaps{0};
  double most_clock_difference = 0;  ///< seconds between a line's own time and its arrival
  bool lost = false;                 ///< its program ended before the window did
};

/// {name, scope = "node_wall", joules, reason?, method, evidence, lines, gap_seconds}
Json to_json(const MeterReading& reading);

/// meter.lost if its program ended before the window; meter.clock if its times were more than 1 s
/// away from those at which its lines came.
Flags meter_flags(const MeterReading& reading);

/// Follows the lines of one meter over one window. Its counter is taken to run straight between two
/// lines. A line's own time counts if it is within 1 s of its arrival, else the arrival.
class MeterWindow {
 public:
  MeterWindow(std::string name, MeterKind kind);

  void line(std::string_view text, Instant arrival, Nanoseconds wall_offset);
  /// The window has ended; a line up to two seconds later may still bring what it needs.
  void bound(Instant begin, Instant end);
  /// Whether a line at or after the end has come, so that no more is needed.
  bool complete() const;
  MeterReading reading() const;

  /// Keeps the lines: external_meter.json, what they are, and external_meter.csv,
  /// t_ns,t_real_us,micro. Throws Error(machine).
  void write(const std::filesystem::path& folder, bool lost) const;
  /// The reading of a window again from such files. Absent: there are none. Throws Error(usage).
  static std::optional<MeterReading> read(const std::filesystem::path& folder, Instant begin,
                                          Instant end);

 private:
  struct Point {
    Instant at;
    MeterLine line;
  };
  std::optional<double> counter_at(Instant at) const;
  std::optional<Joules> joules(MeterReading& reading) const;

  std::string name_;
  MeterKind kind_;
  Instant begin_;
  std::optional<Instant> end_;
  std::vector<Point> points_;
  int strange_ = 0;
  double most_clock_difference_ = 0;
};

}  // namespace mutlua
