// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/files.h"
#include "energy/flag.h"
#include "energy/rapl_domain.h"
#include "energy/rapl_pmu.h"
#include "energy/source.h"
#include "system/clock.h"

namespace mutlua {

/// The two calls by which the kernel's performance counters are had. Both fail with -1 and errno.
struct PerfFunctions {
  std::function<int(std::uint32_t type, std::uint64_t config, int cpu)> open;
  std::function<ssize_t(int descriptor, void* buffer, std::size_t size)> read;

  /// perf_event_open(2), for all processes on the CPU, and read(2).
  static PerfFunctions of_linux();
};

/// Where the power PMU is described, and how it is reached.
struct PerfPlaces {
  std::filesystem::path sys = "/sys";
  std::filesystem::path proc = "/proc";
  PerfFunctions functions = PerfFunctions::of_linux();
};

/// Energy counters of the CPU packages and their memory, from the kernel's power PMU.
///
/// The kernel extends the hardware's 32 bits to 64 and counts in units that the PMU names, 2^-32 J,
/// from 0 when opened: no wraps. Each counter stands for the package (and die) of the CPU that it
/// is opened on. A PMU that only knows the whole platform, as in many virtual machines, is not
/// used, nor one whose counter does not move.
/// Source: arch/x86/events/rapl.c, Linux; perf_event_open(2).
class PerfSource final : public EnergySource {
 public:
  /// What could not be used is in problem(). Takes some milliseconds, at most about 60.
  PerfSource(Clock& clock, const PerfPlaces& places);

  const std::vector<DomainInfo>& domains() const override { return domains_; }
  void read(std::span<Reading> readings) noexcept override;

  /// Why domains() is empty, and what to do; empty if it is not.
  std::string problem() const { return problem_.text(); }
  const SensorProblem& why_not() const { return problem_; }

  /// rapl.mirrored_zones, where it applies.
  const Flags& notes() const { return notes_; }
  const std::vector<IgnoredDomain>& ignored() const { return ignored_; }
  /// "package-0", "dram-0": of what is read.
  std::vector<std::string> labels() const;

 private:
  /// Opens the event on every CPU; the errno of the first that fails, or 0.
  int open_event(const RaplPmu& pmu, const RaplPmu::Event& event);
  void open_memory(const RaplPmu& pmu);
  void drop_memory(const std::string& why);
  void drop_dead();
  void drop_mirrors();
  void drop(const std::vector<bool>& which, const std::string& why);
  void give_up(SensorProblem problem);

  Clock* clock_;
  PerfFunctions functions_;
  std::vector<DomainInfo> domains_;
  std::vector<RaplDomain> places_;
  std::vector<Descriptor> counters_;
  SensorProblem problem_;
  Flags notes_;
  std::vector<IgnoredDomain> ignored_;
};

}  // namespace mutlua
