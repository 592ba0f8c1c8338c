// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/files.h"
#include "energy/flag.h"
#include "energy/rapl_zones.h"
#include "energy/source.h"
#include "system/clock.h"

namespace mutlua {

/// Where the powercap tree and the facts about the CPU are.
struct PowercapPlaces {
  std::filesystem::path sys = "/sys";
  std::filesystem::path proc = "/proc";
  /// Opens a file for reading: a descriptor, or -1 with errno. Empty: as open(2) does.
  std::function<int(const std::filesystem::path&)> open;
};

/// Energy counters of the CPU packages and their memory, from the kernel's powercap tree.
///
/// The kernel gives microjoules that wrap at max_energy_range_uj: 262 kJ is 12 minutes at 350 W,
/// so they must be read in between. Reads all packages and their memory, or nothing: a sum over
/// some would be no sum.
/// Source: Documentation/power/powercap/powercap.rst and drivers/powercap, Linux.
class PowercapSource final : public EnergySource {
 public:
  /// What could not be used is in problem(). Takes some milliseconds where dies may be mirrored.
  PowercapSource(Clock& clock, const PowercapPlaces& places);
  /// The tree alone, read by Linux's clock; nothing is known of the CPU.
  explicit PowercapSource(const std::filesystem::path& sysfs_root);

  const std::vector<DomainInfo>& domains() const override { return domains_; }
  void read(std::span<Reading> readings) noexcept override;

  /// Why domains() is empty, and what to do; empty if it is not.
  std::string problem() const { return problem_.text(); }
  const SensorProblem& why_not() const { return problem_; }

  /// rapl.mirrored_zones, where it applies.
  const Flags& notes() const { return notes_; }
  const std::vector<IgnoredDomain>& ignored() const { return zones_.ignored; }
  /// What the tree has, readable or not: "package-0", "dram-0".
  std::vector<std::string> labels() const;

 private:
  bool open_zone(const RaplZone& zone, const PowercapPlaces& places);
  void drop_mirrors();
  void give_up(SensorProblem problem);

  Clock* clock_;
  RaplZones zones_;
  std::vector<DomainInfo> domains_;
  std::vector<Descriptor> counters_;
  SensorProblem problem_;
  Flags notes_;
};

}  // namespace mutlua
