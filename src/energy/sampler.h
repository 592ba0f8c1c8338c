// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "energy/counter_sum.h"
#include "energy/source.h"
#include "energy/window.h"
#include "system/clock.h"

namespace mutlua {

/// Joules of the CPU so far in the window, at an instant inside it.
struct EnergyMark {
  Instant at;
  std::optional<Joules> cpu;
};

/// Reads the energy sources while a window is open: at its edges and marks on demand, and in
/// between on a thread of its own, so that no counter wraps unseen. One window at a time.
class Sampler {
 public:
  struct Options {
    Seconds period{0.1};
    bool threaded = true;    ///< false on a simulated machine: only edges and marks are read
    Watts most_power{1000};  ///< of one domain; what tells a wrap from a reset
  };

  Sampler(Clock& clock, std::vector<std::unique_ptr<EnergySource>> sources, Unavailable unavailable,
          Options options);
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  /// Opens a window. With a folder, the raw readings are written to folder/trace.csv, one column
  /// per domain, and what they mean to folder/sources.json; unless there is nothing to read.
  /// REQUIRES: no window is open. Throws Error(machine) if the trace cannot be written.
  void begin(const std::filesystem::path& folder = {});
  /// Reads the energy so far. A label makes the instant part of the window.
  EnergyMark mark(const std::string& label = {});
  /// Closes the window. REQUIRES: a window is open.
  Window finish();

  /// Whether there is any sensor to read.
  bool has_domains() const;
  const Unavailable& unavailable() const { return unavailable_; }

 private:
  struct Domain {
    DomainInfo info;
    CounterSum sum;
    int readings = 0;
  };

  void sample_until_closed();
  std::optional<Joules> cpu_so_far();
  void read_all() noexcept;
  void start_trace(const std::filesystem::path& folder);
  void stop_thread();

  Clock& clock_;
  std::vector<std::unique_ptr<EnergySource>> sources_;
  Unavailable unavailable_;
  Options options_;

  std::mutex mutex_;  // guards all below while the thread runs
  std::condition_variable closing_;
  bool measuring_ = false;
  std::vector<Domain> domains_;
  std::vector<Reading> readings_;
  Instant begin_;
  std::vector<WindowMark> marks_;
  std::FILE* trace_ = nullptr;
  std::thread thread_;
};

}  // namespace mutlua
