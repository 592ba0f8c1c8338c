// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "energy/external_meter.h"
#include "lab/supervisor.h"

namespace mutlua {

/// A meter at the wall that a program reads: { command = {...}, kind = "power", name = "wall" }.
struct MeterSettings {
  std::string name = "external";
  std::vector<std::string> command;
  MeterKind kind = MeterKind::power;
};

/// Throws Error(script).
MeterSettings meter_settings(const Json& json, const std::string& where);

/// Runs the program of a meter and hands its lines to the window that is open.
class MeterProgram : public Listener {
 public:
  /// Starts it; what it prints goes to `log`.
  MeterProgram(MeterSettings settings, Supervisor& supervisor, Clock& clock,
               std::filesystem::path log);
  ~MeterProgram() override;
  MeterProgram(const MeterProgram&) = delete;
  MeterProgram& operator=(const MeterProgram&) = delete;

  /// A window is about to begin. The first one waits, up to 5 s, for the first reading. Throws
  /// Error(machine) if the program has ended without one, Error(stopped).
  void begin();
  /// Waits, up to 2 s, for a line from after the end. With a folder, the lines are kept there.
  /// REQUIRES: begin() was called before the window began.
  MeterReading finish(Instant begin, Instant end, const std::filesystem::path& folder);

  void on_output() override;
  void on_exit(const Exit& exit) override;

 private:
  void take(const std::string& line);
  void wait_for_first();

  MeterSettings settings_;
  Supervisor& supervisor_;
  Clock& clock_;
  std::filesystem::path log_;
  std::ifstream output_;
  std::string partial_;
  struct Line {
    std::string text;
    Instant arrival;
  };
  std::deque<Line> last_;  ///< before the window: a counter is read between two of them
  std::optional<MeterWindow> window_;
  Started started_;
  std::optional<Exit> end_;
  bool waited_ = false;  ///< for its first reading
  bool heard_ = false;   ///< a line that is a reading has come
};

}  // namespace mutlua
