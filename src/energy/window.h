// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/units.h"
#include "energy/source.h"

namespace mutlua {

/// Energy of one domain over a window. Absent joules have a reason.
struct DomainEnergy {
  DomainInfo info;
  std::optional<Joules> joules;
  std::string reason;
  int readings = 0;
  int errors = 0;
  int wraps = 0;
};

/// What a machine cannot measure, and why: one sentence each, empty where it can.
struct Unavailable {
  std::string cpu;
  std::string gpu;
};

/// An instant inside a window that somebody named.
struct WindowMark {
  std::string label;
  Instant at;
  std::optional<Joules> cpu;  ///< since the window began; absent if unknown
};

/// The energy used between two instants.
struct Window {
  Instant begin;
  Instant end;
  std::vector<DomainEnergy> domains;
  std::vector<WindowMark> marks;
  Unavailable unavailable;

  Seconds duration() const { return end - begin; }

  /// Sum over packages and their memory; absent, with a reason in why, if any part is unknown.
  std::optional<Joules> cpu(std::string* why = nullptr) const;

  /// Sum over the domains of one scope ("package", "dram"); absent if there is none or one failed.
  std::optional<Joules> scope(const std::string& name) const;
};

/// The reading that scripts get: gpu_joules, cpu_joules, total_joules (absent where unknown),
/// seconds, reasons (field -> why absent), detail. Seconds and joules are floats.
Json reading_of(const Window& window);

/// The `energy` object of a record: cpu, cpu_unavailable, gpus, gpu_unavailable, seconds.
Json energy_record(const Window& window);

}  // namespace mutlua
