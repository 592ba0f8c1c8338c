// SPDX-License-Identifier: MIT
#include "energy/kernel_gauges.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <limits>

#include "system/clock_offsets.h"
#include "system/kernel_text.h"
#include "system/machine_state.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

Descriptor open_text(const fs::path& path) {
  return Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
}

GaugeValue gauge(std::optional<std::uint64_t> value) noexcept {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  if (!value || *value > static_cast<std::uint64_t>(kMost)) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

GaugeValue microseconds_of(std::uint64_t ticks) noexcept {
  static const long kTicksPerSecond = ::sysconf(_SC_CLK_TCK);
  if (kTicksPerSecond <= 0 || ticks > std::uint64_t{1} << 43) return std::nullopt;
  return static_cast<std::int64_t>(ticks * 1000000 / static_cast<std::uint64_t>(kTicksPerSecond));
}

GaugeValue own_cpu_us() noexcept {
  timespec used{};
  if (::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used) != 0) return std::nullopt;
  return std::int64_t{used.tv_sec} * 1000000 + used.tv_nsec / 1000;
}

std::int64_t microseconds_of(Nanoseconds span) noexcept { return span.count() / 1000; }

GaugeValue pressure_us(const Descriptor& file) noexcept {
  char buffer[256];
  const auto pressure = pressure_in(beginning_of(file.number(), buffer));
  return pressure ? gauge(pressure->total_us) : std::nullopt;
}

GaugeValue sum_of(const std::vector<Descriptor>& files) noexcept {
  std::uint64_t sum = 0;
  for (const Descriptor& each : files) {
    char buffer[32];
    const auto count = leading_number(beginning_of(each.number(), buffer));
    if (!count) return std::nullopt;
    sum += *count;
  }
  return files.empty() ? std::nullopt : gauge(sum);
}

}  // namespace

KernelGauges::KernelGauges(const KernelFolders& folders)
    : stat_(open_text(folders.proc / "stat")), meminfo_(open_text(folders.proc / "meminfo")) {}

const std::vector<GaugeInfo>& KernelGauges::gauges() const {
  using Kind = GaugeInfo::Kind;
  static const std::vector<GaugeInfo> kColumns = {{"cpu.busy_us", Kind::total},
                                                  {"cpu.steal_us", Kind::total},
                                                  {"self.cpu_us", Kind::total},
                                                  {"memory.available_kb", Kind::level}};
  return kColumns;
}

void KernelGauges::read(std::span<GaugeValue> values) noexcept {
  char buffer[512];  // both are near the beginning
  const auto ticks = cpu_ticks_in(beginning_of(stat_.number(), buffer));
  values[0] = ticks ? microseconds_of(ticks->busy) : std::nullopt;
  values[1] = ticks ? microseconds_of(ticks->steal) : std::nullopt;
  values[2] = own_cpu_us();
  values[3] = gauge(number_of("MemAvailable:", beginning_of(meminfo_.number(), buffer)));
}

SlowKernelGauges::SlowKernelGauges(const KernelFolders& folders)
    : cpu_pressure_(open_text(folders.proc / "pressure/cpu")),
      memory_pressure_(open_text(folders.proc / "pressure/memory")),
      vmstat_(open_text(folders.proc / "vmstat")) {
  for (const fs::path& each : package_throttle_files(folders.sys)) {
    throttles_.push_back(open_text(each));
  }
}

const std::vector<GaugeInfo>& SlowKernelGauges::gauges() const {
  using Kind = GaugeInfo::Kind;
  static const std::vector<GaugeInfo> kColumns = {{"psi.cpu_us", Kind::total},
                                                  {"psi.memory_us", Kind::total},
                                                  {"swap.in_pages", Kind::total},
                                                  {"swap.out_pages", Kind::total},
                                                  {"cpu.package_throttles", Kind::total},
                                                  {"clock.realtime_offset_us", Kind::level},
                                                  {"clock.boottime_offset_us", Kind::level}};
  return kColumns;
}

void SlowKernelGauges::read(std::span<GaugeValue> values) noexcept {
  char buffer[16384];
  const std::string_view vmstat = beginning_of(vmstat_.number(), buffer);
  const ClockOffsets clocks = read_clock_offsets();
  values[0] = pressure_us(cpu_pressure_);
  values[1] = pressure_us(memory_pressure_);
  values[2] = gauge(number_of("pswpin", vmstat));
  values[3] = gauge(number_of("pswpout", vmstat));
  values[4] = sum_of(throttles_);
  values[5] = microseconds_of(clocks.realtime);
  values[6] = microseconds_of(clocks.boottime);
}

}  // namespace mutlua
