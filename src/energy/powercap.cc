// SPDX-License-Identifier: MIT
#include "energy/powercap.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <optional>
#include <set>

#include "energy/rapl_checks.h"
#include "energy/rapl_text.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

constexpr double kJoulesPerMicrojoule = 1e-6;
constexpr double kRawCounterRange = 4294967296.0;  // the hardware counter has 32 bits
constexpr Seconds kUpdatePeriod{0.001};            // of the hardware counter
constexpr std::size_t kCpuinfoSize = 65536;        // enough for the first processor

/// max_energy_range_uj is (2^32 - 1) hardware steps; the counter wraps one step later.
std::optional<std::uint64_t> modulus_of(const fs::path& zone) {
  const auto range = sole_number(kernel_file(zone / "max_energy_range_uj").value_or(""));
  if (!range || *range == 0 || *range > (1ull << 53)) return std::nullopt;
  return static_cast<std::uint64_t>(
      std::llround(static_cast<double>(*range) * (kRawCounterRange / (kRawCounterRange - 1))));
}

/// Twice the largest limit that the zone is held to: a small processor may exceed its rated power
/// several times for seconds, so its limits in force count too. Firmware writes 4 kW for "no
/// limit".
Watts most_power_of(const fs::path& zone) {
  constexpr double kNoLimit = 2000;
  constexpr double kLeast = 250;
  double largest = 0;
  for (int i = 0; i < 4; ++i) {
    for (const char* what : {"max_power_uw", "power_limit_uw"}) {
      const fs::path file = zone / fmt::format("constraint_{}_{}", i, what);
      const auto microwatts = sole_number(kernel_file(file).value_or(""));
      const double watts = microwatts ? static_cast<double>(*microwatts) * 1e-6 : 0;
      if (watts < kNoLimit) largest = std::max(largest, watts);
    }
  }
  return largest > 0 ? Watts{std::max(kLeast, 2 * largest)} : DomainInfo{}.most_power;
}

CpuKind cpu_kind_of(const fs::path& proc) {
  return cpu_kind(kernel_file(proc / "cpuinfo", kCpuinfoSize).value_or(""));
}

SensorProblem nothing_in(const fs::path& tree, const RaplZones& zones, const CpuKind& cpu) {
  if (zones.masked) {
    return {.why = fmt::format("{} lists no CPU package that can be entered: this container hides "
                               "the zones",
                               tree.string()),
            .remedy =
                "start it with --security-opt systempaths=unconfined (Docker) or "
                "--security-opt unmask=/sys/devices/virtual/powercap (Podman)"};
  }
  const std::string why = fmt::format("{} lists no CPU package", tree.string());
  if (cpu.virtualised) {
    return {.why = why + ": this is a virtual machine, and the host keeps the counters",
            .remedy = "measure on the host, or with an external meter"};
  }
  return {.why = why,
          .remedy = "sudo modprobe intel_rapl_msr (on AMD too); see dmesg | grep -i rapl"};
}

SensorProblem unreadable(const fs::path& file, int error) {
  const bool refused = error == EACCES || error == EPERM;
  return {.why = fmt::format("cannot read {}: {}{}", file.string(), std::strerror(error),
                             refused ? " (since Linux 5.10 only root may: CVE-2020-8694)" : ""),
          .remedy = refused
                        ? fmt::format("run as root, or, until the next boot: sudo chmod a+r {}",
                                      (file.parent_path().parent_path() / "*/energy_uj").string())
                        : "sudo modprobe -r intel_rapl_msr && sudo modprobe intel_rapl_msr"};
}

}  // namespace

PowercapSource::PowercapSource(Clock& clock, const PowercapPlaces& places)
    : clock_(&clock), zones_(rapl_zones(places.sys / "class/powercap")) {
  const CpuKind cpu = cpu_kind_of(places.proc);
  if (zones_.used.empty()) {
    give_up(nothing_in(places.sys / "class/powercap", zones_, cpu));
    return;
  }
  for (const RaplZone& zone : zones_.used) {
    if (!open_zone(zone, places)) return;
  }
  if (cpu.amd) drop_mirrors();
}

PowercapSource::PowercapSource(const fs::path& sysfs_root)
    : PowercapSource(
          []() -> Clock& {
            static LinuxClock clock;
            return clock;
          }(),
          {.sys = sysfs_root, .proc = {}, .open = {}}) {}

bool PowercapSource::open_zone(const RaplZone& zone, const PowercapPlaces& places) {
  const fs::path file = zone.path / "energy_uj";
  Descriptor counter(places.open ? places.open(file) : ::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  char byte = 0;
  if (!counter || ::pread(counter.number(), &byte, 1, 0) < 0) {
    give_up(unreadable(file, errno));
    return false;
  }
  domains_.push_back({.id = "rapl.powercap." + zone.domain.label(),
                      .scope = zone.domain.scope(),
                      .joules_per_unit = kJoulesPerMicrojoule,
                      .modulus = modulus_of(zone.path),
                      .update_period = kUpdatePeriod,
                      .most_power = most_power_of(zone.path)});
  counters_.push_back(std::move(counter));
  return true;
}

void PowercapSource::drop_mirrors() {
  std::vector<RaplDomain> places;
  std::set<int> dies;
  for (const RaplZone& zone : zones_.used) {
    places.push_back(zone.domain);
    dies.insert(zone.domain.die.value_or(0));
  }
  if (dies.size() < 2) return;
  const std::vector<bool> repeats = mirrors(*this, places, *clock_, MirrorRule::same_raw);
  std::vector<std::string> dropped;
  for (std::size_t i = repeats.size(); i-- > 0;) {
    if (!repeats[i]) continue;
    const auto at = static_cast<std::ptrdiff_t>(i);
    dropped.push_back(domains_[i].id);
    zones_.ignored.push_back({zones_.used[i].path.filename(), zones_.used[i].domain.label(),
                              "shows the counter of another die of its package"});
    domains_.erase(domains_.begin() + at);
    counters_.erase(counters_.begin() + at);
    zones_.used.erase(zones_.used.begin() + at);
  }
  if (!dropped.empty()) notes_.push_back(mirrored_zones({dropped.rbegin(), dropped.rend()}));
}

void PowercapSource::give_up(SensorProblem problem) {
  problem_ = std::move(problem);
  domains_.clear();
  counters_.clear();
}

std::vector<std::string> PowercapSource::labels() const {
  std::vector<std::string> labels;
  for (const RaplZone& zone : zones_.used) labels.push_back(zone.domain.label());
  return labels;
}

void PowercapSource::read(std::span<Reading> readings) noexcept {
  for (std::size_t i = 0; i < counters_.size(); ++i) {
    Reading& reading = readings[i];
    char buffer[32];
    reading.before = clock_->now();
    const ssize_t size = ::pread(counters_[i].number(), buffer, sizeof buffer, 0);
    reading.error = size < 0 ? errno : EIO;
    reading.after = clock_->now();
    const auto value =
        size > 0 ? sole_number({buffer, static_cast<std::size_t>(size)}) : std::nullopt;
    reading.raw = value.value_or(0);
    if (value) reading.error = 0;
  }
}

}  // namespace mutlua
