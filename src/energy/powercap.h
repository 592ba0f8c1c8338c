// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/files.h"
#include "energy/source.h"

namespace mutlua {

/// Energy counters of the CPU packages and their memory, from the kernel's powercap tree.
///
/// Takes package-N and, inside it, dram: a package contains core and uncore but not dram, and psys
/// contains everything, so only these two kinds may be added up. The kernel gives microjoules that
/// wrap at max_energy_range_uj: 262 kJ is 12 minutes at 350 W, so it must be read in between.
/// Source: Documentation/power/powercap/powercap.rst and drivers/powercap/powercap_sys.c, Linux.
class PowercapSource : public EnergySource {
 public:
  /// Reads the tree under `sysfs_root`/class/powercap. What could not be used is in problem().
  explicit PowercapSource(const std::filesystem::path& sysfs_root);

  const std::vector<DomainInfo>& domains() const override { return domains_; }
  void read(std::span<Reading> readings) noexcept override;

  /// Why domains() is empty, and what to do; empty if it is not.
  const std::string& problem() const { return problem_; }

 private:
  void add_zone(const std::filesystem::path& zone, const std::string& id, const std::string& scope);

  std::vector<DomainInfo> domains_;
  std::vector<Descriptor> counters_;
  std::string problem_;
};

}  // namespace mutlua
