// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>

#include <cerrno>
#include <map>
#include <string>
#include <utility>

#include "energy/perf_counters.h"
#include "energy/rapl_clock.h"
#include "support/temp_folder.h"

namespace mutlua {

inline constexpr const char* kPerfScale = "2.3283064365386962890625e-10\n";  // 2^-32 J
inline constexpr std::uint64_t kPackageCode = 2;
inline constexpr std::uint64_t kMemoryCode = 3;

/// A sysfs root with the power PMU and the CPUs' topology, and a /proc beside it.
class PerfTree {
 public:
  explicit PerfTree(const std::string& cpumask) {
    pmu("type", "32\n");
    pmu("cpumask", cpumask);
    root_.write("proc/sys/kernel/perf_event_paranoid", "2\n");
  }

  PerfTree& pmu(const std::string& file, const std::string& text) {
    root_.write("bus/event_source/devices/power/" + file, text);
    return *this;
  }
  PerfTree& event(const std::string& name, const std::string& code,
                  const std::string& scale = kPerfScale) {
    pmu("events/" + name, code);
    pmu("events/" + name + ".unit", "Joules\n");
    return pmu("events/" + name + ".scale", scale);
  }
  PerfTree& cpu(int number, int package, int die = 0) {
    const std::string folder = "devices/system/cpu/cpu" + std::to_string(number) + "/topology/";
    root_.write(folder + "physical_package_id", std::to_string(package) + "\n");
    root_.write(folder + "die_id", std::to_string(die) + "\n");
    return *this;
  }
  PerfTree& cpuinfo(const std::string& vendor, const std::string& flags = "fpu vme") {
    root_.write("proc/cpuinfo", "vendor_id\t: " + vendor + "\nflags\t\t: " + flags + "\n");
    return *this;
  }

  const TempFolder& folder() const { return root_; }
  const std::filesystem::path& root() const { return root_.path(); }
  std::filesystem::path proc() const { return root_ / "proc"; }

  /// One socket with memory, on CPU 0.
  static PerfTree& one_socket(PerfTree& tree) {
    return tree.event("energy-pkg", "event=0x02\n").event("energy-ram", "event=0x03\n").cpu(0, 0);
  }

 private:
  TempFolder root_;
};

/// Stands for the kernel: counters that move once a millisecond of virtual time, from 0 when
/// opened, at a power of their own. A counter without a power cannot be opened.
class FakePerf {
 public:
  explicit FakePerf(SteppingClock& clock) : clock_(clock) {}

  FakePerf& power(std::uint64_t code, int cpu, double watts) {
    watts_[{code, cpu}] = watts;
    return *this;
  }
  FakePerf& refuse(std::uint64_t code, int error) {
    refusals_[code] = error;
    return *this;
  }
  /// From now on reads give this many bytes, or fail with errno if it is negative.
  void answer_with(ssize_t size) { answer_ = size; }

  PerfFunctions functions() {
    return {.open = [this](std::uint32_t type, std::uint64_t code,
                           int cpu) { return open(type, code, cpu); },
            .read = [this](int descriptor, void* buffer,
                           std::size_t size) { return read(descriptor, buffer, size); }};
  }

  int opened() const { return opened_; }

 private:
  int open(std::uint32_t type, std::uint64_t code, int cpu) {
    const auto refusal = refusals_.find(code);
    const bool known = type == 32 && watts_.contains({code, cpu});
    if (refusal != refusals_.end() || !known) {
      errno = known ? refusal->second : EINVAL;
      return -1;
    }
    const int descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    counters_[descriptor] = {watts_[{code, cpu}], tick()};
    ++opened_;
    return descriptor;
  }

  ssize_t read(int descriptor, void* buffer, std::size_t size) {
    if (answer_ < 0) errno = static_cast<int>(-answer_);
    if (answer_ != sizeof(std::uint64_t) || size != sizeof(std::uint64_t))
      return answer_ < 0 ? -1 : answer_;
    const auto& [watts, begin] = counters_.at(descriptor);
    *static_cast<std::uint64_t*>(buffer) =
        static_cast<std::uint64_t>(watts * 1e-3 * 4294967296.0) * (tick() - begin);
    return answer_;
  }

  std::uint64_t tick() const {
    return static_cast<std::uint64_t>(clock_.at().since_boot / std::chrono::milliseconds(1));
  }

  SteppingClock& clock_;
  std::map<std::pair<std::uint64_t, int>, double> watts_;
  std::map<std::uint64_t, int> refusals_;
  std::map<int, std::pair<double, std::uint64_t>> counters_;
  ssize_t answer_ = sizeof(std::uint64_t);
  int opened_ = 0;
};

}  // namespace mutlua
