// SPDX-License-Identifier: MIT
#include "system/machine_state.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "system/governor_policies.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) { return beginning_of(file).value_or(""); }

std::optional<Seconds> uptime_in(const std::string& text) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || !std::isfinite(seconds) || seconds < 0) return std::nullopt;
  return Seconds(seconds);
}

// The switch of Intel's own driver is the other way round.
std::optional<bool> turbo(const fs::path& cores) {
  if (const auto off = word_in(cores / "intel_pstate/no_turbo")) return *off == "0";
  if (const auto on = word_in(cores / "cpufreq/boost")) return *on == "1";
  return std::nullopt;
}

// x86 processors tell their guests so, among the flags of every core.
std::optional<bool> is_guest(const std::string& cpuinfo) {
  std::istringstream lines(cpuinfo);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("flags")) continue;
    return (line + " ").find(" hypervisor ") != std::string::npos;
  }
  return std::nullopt;
}

std::optional<std::int64_t> free_bytes(const fs::path& folder) {
  std::error_code ignored;
  for (fs::path place = fs::absolute(folder, ignored); !place.empty();
       place = place.parent_path()) {
    struct statvfs status {};
    if (::statvfs(place.c_str(), &status) == 0) {
      return static_cast<std::int64_t>(status.f_bavail * status.f_frsize);
    }
    if (place == place.parent_path()) break;
  }
  return std::nullopt;
}

std::optional<std::int64_t> available_bytes(const std::string& meminfo) {
  const auto kibibytes = number_of("MemAvailable:", meminfo);
  if (!kibibytes || *kibibytes > (std::uint64_t{1} << 50)) return std::nullopt;
  return static_cast<std::int64_t>(*kibibytes * 1024);
}

std::optional<std::uint64_t> sum_of(const std::vector<fs::path>& files) {
  std::uint64_t sum = 0;
  for (const fs::path& each : files) {
    const auto count = leading_number(text_of(each));
    if (!count) return std::nullopt;
    sum += *count;
  }
  return files.empty() ? std::nullopt : std::optional(sum);
}

template <typename Value>
Json json_of(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

Json json_of(const std::optional<CpuTicks>& ticks) {
  if (!ticks) return {};
  return {{"busy", ticks->busy},
          {"idle", ticks->idle},
          {"steal", ticks->steal},
          {"total", ticks->total()}};
}

Json json_of(const std::optional<Pressure>& pressure) {
  if (!pressure) return {};
  return {{"average10_pct", pressure->average10_pct}, {"total_us", pressure->total_us}};
}

}  // namespace

std::vector<fs::path> package_throttle_files(const fs::path& sysfs) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator core(sysfs / "devices/system/cpu", error), end; !error && core != end;
       core.increment(error)) {
    const fs::path file = core->path() / "thermal_throttle/package_throttle_count";
    std::error_code none;
    if (fs::exists(file, none)) files.push_back(file);
  }
  std::sort(files.begin(), files.end());
  return files;
}

MachineState read_machine_state(const KernelFolders& folders, const fs::path& results,
                                XidWatch* xids) {
  const fs::path& proc = folders.proc;
  const std::string vmstat = text_of(proc / "vmstat");
  MachineState state;
  state.clocks = read_clock_offsets();
  state.uptime = uptime_in(text_of(proc / "uptime"));
  state.governor = word_of_policies(folders.sys, "scaling_governor");
  state.epp = word_of_policies(folders.sys, "energy_performance_preference");
  state.turbo = turbo(folders.sys / "devices/system/cpu");
  // The first processor's lines are enough; the kernel takes its time over those of all.
  state.hypervisor = is_guest(beginning_of(proc / "cpuinfo", 4096).value_or(""));
  state.cpu = cpu_ticks_in(text_of(proc / "stat"));
  state.cpu_pressure = pressure_in(text_of(proc / "pressure/cpu"));
  state.memory_pressure = pressure_in(text_of(proc / "pressure/memory"));
  state.io_pressure = pressure_in(text_of(proc / "pressure/io"));
  state.swap_in_pages = number_of("pswpin", vmstat);
  state.swap_out_pages = number_of("pswpout", vmstat);
  state.memory_available_bytes = available_bytes(text_of(proc / "meminfo"));
  state.disk_free_bytes = free_bytes(results);
  state.package_throttles = sum_of(package_throttle_files(folders.sys));
  if (xids) state.xids = xids->count();
  return state;
}

Json to_json(const MachineState& state) {
  return {{"monotonic_ns", state.clocks.at.since_boot.count()},
          {"boottime_offset_ns", state.clocks.boottime.count()},
          {"realtime_offset_ns", state.clocks.realtime.count()},
          {"clocks_width_ns", state.clocks.width.count()},
          {"uptime_seconds", state.uptime ? Json(state.uptime->count()) : Json()},
          {"governor", json_of(state.governor)},
          {"epp", json_of(state.epp)},
          {"turbo", json_of(state.turbo)},
          {"hypervisor", json_of(state.hypervisor)},
          {"cpu_ticks", json_of(state.cpu)},
          {"cpu_pressure", json_of(state.cpu_pressure)},
          {"memory_pressure", json_of(state.memory_pressure)},
          {"io_pressure", json_of(state.io_pressure)},
          {"swap_in_pages", json_of(state.swap_in_pages)},
          {"swap_out_pages", json_of(state.swap_out_pages)},
          {"memory_available_bytes", json_of(state.memory_available_bytes)},
          {"disk_free_bytes", json_of(state.disk_free_bytes)},
          {"package_throttles", json_of(state.package_throttles)},
          {"xids", json_of(state.xids)}};
}

}  // namespace mutlua
