// SPDX-License-Identifier: MIT
#include "energy/powercap.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <map>
#include <optional>

namespace mutlua {
namespace fs = std::filesystem;
namespace {

constexpr double kJoulesPerMicrojoule = 1e-6;
constexpr double kRawCounterRange = 4294967296.0;  // the hardware counter has 32 bits

/// First line of a small kernel file, or nothing.
std::optional<std::string> first_line(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  char buffer[128];
  const ssize_t size = ::pread(file.number(), buffer, sizeof buffer, 0);
  if (size <= 0) return std::nullopt;
  std::string text(buffer, static_cast<std::size_t>(size));
  return text.substr(0, text.find_first_of("\r\n"));
}

std::optional<std::uint64_t> whole_number(std::string_view text) noexcept {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end == text.data()) return std::nullopt;
  return value;
}

/// max_energy_range_uj is (2^32 - 1) hardware steps; the counter wraps one step later.
std::optional<std::uint64_t> modulus_of(const fs::path& zone) {
  const auto text = first_line(zone / "max_energy_range_uj");
  const auto range = text ? whole_number(*text) : std::nullopt;
  if (!range || *range == 0) return std::nullopt;
  return static_cast<std::uint64_t>(
      std::llround(static_cast<double>(*range) * (kRawCounterRange / (kRawCounterRange - 1))));
}

Instant monotonic_now() noexcept {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return {std::chrono::seconds(now.tv_sec) + Nanoseconds(now.tv_nsec)};
}

/// Zones of the main control type by folder name; the intel-rapl-mmio tree repeats the same
/// packages and is left out.
std::map<std::string, fs::path> zones_under(const fs::path& tree) {
  std::map<std::string, fs::path> zones;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(tree, ignored)) {
    const std::string name = entry.path().filename();
    if (name.starts_with("intel-rapl:")) zones.emplace(name, entry.path());
  }
  return zones;
}

}  // namespace

PowercapSource::PowercapSource(const fs::path& sysfs_root) {
  const fs::path tree = sysfs_root / "class" / "powercap";
  const auto zones = zones_under(tree);
  std::map<std::string, std::string> package_of;  // zone folder name -> package name
  for (const auto& [folder, path] : zones) {
    const std::string name = first_line(path / "name").value_or("");
    if (!name.starts_with("package-") ||
        std::any_of(package_of.begin(), package_of.end(),
                    [&](auto& known) { return known.second == name; })) {
      continue;
    }
    package_of[folder] = name;
    add_zone(path, "rapl.powercap." + name, "package");
  }
  for (const auto& [folder, path] : zones) {
    const auto parent = package_of.find(folder.substr(0, folder.rfind(':')));
    if (parent == package_of.end() || first_line(path / "name") != "dram") continue;
    add_zone(path, "rapl.powercap.dram-" + parent->second.substr(8), "dram");
  }
  if (domains_.empty() && problem_.empty()) {
    problem_ = fmt::format(
        "{} lists no CPU package (a virtual machine, or the module intel_rapl_common is not "
        "loaded: "
        "modprobe intel_rapl_common)",
        tree.string());
  }
}

void PowercapSource::add_zone(const fs::path& zone, const std::string& id,
                              const std::string& scope) {
  const fs::path file = zone / "energy_uj";
  Descriptor counter(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!counter) {
    problem_ = fmt::format("cannot read {}: {}; run as root, or: sudo chmod a+r {}", file.string(),
                           std::strerror(errno), file.string());
    return;
  }
  domains_.push_back({.id = id,
                      .scope = scope,
                      .joules_per_unit = kJoulesPerMicrojoule,
                      .modulus = modulus_of(zone),
                      .update_period = Seconds(0.001)});
  counters_.push_back(std::move(counter));
}

void PowercapSource::read(std::span<Reading> readings) noexcept {
  for (std::size_t i = 0; i < counters_.size(); ++i) {
    Reading& reading = readings[i];
    char buffer[32];
    reading.before = monotonic_now();
    const ssize_t size = ::pread(counters_[i].number(), buffer, sizeof buffer, 0);
    reading.after = monotonic_now();
    const auto value =
        size > 0 ? whole_number({buffer, static_cast<std::size_t>(size)}) : std::nullopt;
    reading.raw = value.value_or(0);
    reading.error = value ? 0 : (size < 0 ? errno : EIO);
  }
}

}  // namespace mutlua
