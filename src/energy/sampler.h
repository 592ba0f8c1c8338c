// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "energy/sensors.h"
#include "energy/window.h"
#include "energy/window_plan.h"
#include "system/clock.h"

namespace mutlua {

/// What the sensors say at one moment, without a window.
struct Observation {
  Instant at;
  std::vector<Reading> cpu;                    ///< of Sampler::domains(), in their order
  std::map<std::string, std::int64_t> gauges;  ///< fast ones that could be read, by column
  /// Of each GPU; absent: the driver does not tell.
  std::vector<std::optional<std::vector<GpuProcess>>> processes;
};

/// Reads the sensors on a thread of its own, so that one that does not answer holds nobody up.
///
/// One window at a time. Its edges and observations are waited for, its marks are not. When the
/// sensors stay silent for longer than Options::patience, the window's energy is absent with that
/// reason, and so is that of later windows until they speak again.
class Sampler {
 public:
  struct Options {
    Rates rates;
    bool threaded = true;  ///< false on a simulated machine: only edges and marks are read
    Seconds patience{10};
  };
  /// Waits until done() holds, no longer than until the instant: by default on a condition, in a
  /// running study through the supervision of trainings.
  using Wait = std::function<void(const std::function<bool()>& done, Instant until)>;

  Sampler(Clock& clock, Sensors sensors, Options options);
  /// Closes an open window. A thread that a sensor holds is left behind.
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  void set_wait(Wait wait) { wait_ = std::move(wait); }

  /// Opens a window. REQUIRES: none is open. Throws Error(machine) if the trace cannot be written.
  void begin(const WindowPlan& plan = {});
  /// Has all counters read now; the instant becomes part of the window. Returns at once: the
  /// reading may come some milliseconds later. REQUIRES: a window is open.
  void mark(const MarkRow& mark);
  /// The marks of the open window, once those made so far were answered.
  std::vector<WindowMark> marks();
  /// Closes the window. REQUIRES: one is open.
  Window finish();
  bool measuring() const { return measuring_; }
  /// When the open window began; absent: none is open.
  std::optional<Instant> measuring_since() const;
  /// Reads what a thread would have read meanwhile. REQUIRES: a window is open, not threaded.
  void read_now();

  /// Absent: the sensors did not answer in time.
  std::optional<Observation> observe();

  /// Fixed for the life of the sampler.
  const std::vector<DomainInfo>& domains() const { return domains_; }
  const std::vector<GpuInfo>& gpus() const { return gpus_; }
  const Unavailable& unavailable() const { return unavailable_; }
  const Json& facts() const { return facts_; }
  /// Whether there is any sensor to read.
  bool has_domains() const { return !domains_.empty() || !gpus_.empty(); }

 private:
  struct Core;
  /// Has the work done on the sensors' thread; false if that did not happen in time. What it
  /// throws is thrown here.
  bool perform(std::function<void(Core&)> work);
  Window silent_window(Instant end) const;

  Clock& clock_;
  Options options_;
  Wait wait_;
  std::vector<DomainInfo> domains_;
  std::vector<GpuInfo> gpus_;
  Unavailable unavailable_;
  Json facts_;
  std::shared_ptr<Core> core_;
  bool measuring_ = false;
  bool silent_ = false;  ///< the open window's sensors have failed to answer
  Instant begin_;
};

}  // namespace mutlua
