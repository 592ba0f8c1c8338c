// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "lab/background.h"
#include "lab/machine.h"
#include "lab/supervisor.h"
#include "lab/training.h"

namespace mutlua {

/// What a protocol, or a script outside trials, has started: trainings, loads, energy windows.
/// Each has a number, under which the script knows it. What is left open is closed with the scope.
class Scope {
 public:
  Scope(Supervisor& supervisor, const Machine& machine)
      : supervisor_(supervisor), machine_(machine) {}

  Training& add(int id, std::unique_ptr<Training> training);
  Background& add(int id, std::unique_ptr<Background> background);
  void open_meter(int id, const WindowPlan& plan);
  /// Closes the window and keeps it. Throws Error(script) if it is not open.
  Window& close_meter(int id);
  void keep_report(int id, Json report) { reports_[id] = std::move(report); }

  /// All throw Error(script) for a number that is not known here: the script kept a handle for
  /// longer than its trial.
  Training& training(int id);
  Background& background(int id);
  const Window& window(int id) const;
  /// The folder of that window's raw trace; empty: none was kept.
  const std::filesystem::path& trace(int id) const;
  const Json& report(int id) const;

  /// In the order in which they were started.
  std::vector<const Training*> trainings() const;
  std::vector<int> backgrounds() const;
  /// The window that was closed last, if there was one.
  std::optional<int> last_window() const;
  /// Ends all that is open, as close() does, and keeps it: loads leave their reports.
  void end();

  bool has_training(int id) const { return trainings_.contains(id); }
  bool has_background(int id) const { return backgrounds_.contains(id); }
  bool has_meter(int id) const { return open_meter_ == id; }
  bool measuring() const { return open_meter_.has_value(); }
  /// Trainings that are running, for the status.
  std::vector<const Training*> running() const;

  /// Loads and trainings that run.
  std::size_t busy() const;

  /// Pids of what runs, as far as they are known.
  std::set<int> pids() const;

  /// Tells the trainings what a window says of the instants that they marked.
  void note_energy(const std::vector<WindowMark>& marks);

  /// Ends all that is open and forgets everything. Also works after a request to stop.
  void close();

 private:
  Supervisor& supervisor_;
  const Machine& machine_;
  std::map<int, std::unique_ptr<Training>> trainings_;
  std::map<int, std::unique_ptr<Background>> backgrounds_;
  std::map<int, Json> reports_;
  std::map<int, Window> windows_;
  std::map<int, std::filesystem::path> traces_;  ///< of the windows
  std::optional<int> open_meter_;
};

}  // namespace mutlua
