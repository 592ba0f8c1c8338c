// SPDX-License-Identifier: MIT
#include "energy/rapl_pmu.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <set>

#include "base/error.h"
#include "energy/kernel_text.h"
#include "system/own.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

using Kind = RaplDomain::Kind;

constexpr std::size_t kCpuinfoSize = 65536;  // enough for the first processor

std::string text_of(const fs::path& path) { return kernel_file(path).value_or(""); }

/// The event, if the PMU lists it and counts it in joules.
std::optional<RaplPmu::Event> event_of(const fs::path& events, const std::string& name, Kind kind) {
  const auto code = event_code(text_of(events / name));
  const auto scale = positive_number(text_of(events / (name + ".scale")));
  const std::string unit = text_of(events / (name + ".unit"));
  if (!code || !scale || (unit != "Joules" && unit != "Joules\n")) return std::nullopt;
  return RaplPmu::Event{.kind = kind, .name = name, .code = *code, .joules_per_unit = *scale};
}

std::optional<RaplDomain> place_of(const fs::path& sys, int cpu) {
  const fs::path topology = sys / fmt::format("devices/system/cpu/cpu{}/topology", cpu);
  const auto package = whole_number(text_of(topology / "physical_package_id"));
  if (!package || *package > 65535) return std::nullopt;
  RaplDomain place{.package = static_cast<int>(*package)};
  const auto die = whole_number(text_of(topology / "die_id"));  // since Linux 5.2
  if (die && *die <= 65535) place.die = static_cast<int>(*die);
  return place;
}

/// A package of one die is named without it, as powercap does.
void forget_single_dies(std::vector<RaplPmu::Cpu>& cpus) {
  std::map<int, int> dies;
  for (const RaplPmu::Cpu& cpu : cpus) ++dies[cpu.place.package];
  for (RaplPmu::Cpu& cpu : cpus) {
    if (dies[cpu.place.package] == 1) cpu.place.die.reset();
  }
}

SensorProblem find_cpus(RaplPmu& pmu, const fs::path& sys, const fs::path& mask) {
  const auto numbers = cpu_list(text_of(mask));
  if (!numbers) return {.why = mask.string() + " names no CPUs", .remedy = "sudo modprobe rapl"};
  std::set<RaplDomain> taken;
  for (const int number : *numbers) {
    const auto place = place_of(sys, number);
    if (!place) {
      return {.why = fmt::format("the kernel does not say to which package CPU {} belongs", number),
              .remedy = "look at /sys/devices/system/cpu/cpu*/topology/physical_package_id"};
    }
    if (taken.insert(*place).second) {
      pmu.cpus.push_back({.number = number, .place = *place});
    } else {
      pmu.ignored.push_back(
          {fmt::format("CPU {}", number), place->label(), "another CPU stands for the same"});
    }
  }
  forget_single_dies(pmu.cpus);
  std::sort(pmu.cpus.begin(), pmu.cpus.end(),
            [](const RaplPmu::Cpu& a, const RaplPmu::Cpu& b) { return a.place < b.place; });
  return {};
}

void note_other_events(RaplPmu& pmu, const fs::path& events) {
  for (const char* name : {"energy-cores", "energy-gpu"}) {
    if (kernel_file(events / name)) pmu.ignored.push_back({"power", name, "part of its package"});
  }
  if (kernel_file(events / "energy-psys")) {
    pmu.ignored.push_back(
        {"power", "energy-psys", "the whole platform, which contains the packages"});
  }
}

SensorProblem no_package(const fs::path& events, const CpuKind& cpu) {
  const bool listed = kernel_file(events / "energy-pkg").has_value();
  if (listed) {
    return {.why = (events / "energy-pkg").string() +
                   " and its .scale and .unit are not a code, a number and Joules",
            .remedy = "tell the authors what is in them"};
  }
  std::string why = events.string() + " lists no energy-pkg";
  if (kernel_file(events / "energy-psys")) why += ", only energy-psys, which is not the CPU";
  if (cpu.virtualised) why += ": this is a virtual machine, and the host keeps the counters";
  return {.why = why,
          .remedy = cpu.virtualised ? "measure on the host, or with an external meter"
                                    : "nothing can be done: the processor has no such counter"};
}

SensorProblem no_pmu(const fs::path& folder, const CpuKind& cpu) {
  if (cpu.virtualised) {
    return {.why = folder.string() + " is not there: this is a virtual machine",
            .remedy = "measure on the host, or with an external meter"};
  }
  return {.why = folder.string() + " is not there", .remedy = "sudo modprobe rapl"};
}

std::string own_program() {
  try {
    return (executable_folder() / "mutlua").string();
  } catch (const Error&) {  // without /proc the reader has to know where it is
    return "/path/to/mutlua";
  }
}

}  // namespace

RaplPmu rapl_pmu(const fs::path& sys, const fs::path& proc) {
  const fs::path folder = sys / "bus/event_source/devices/power";
  const CpuKind cpu = cpu_kind(kernel_file(proc / "cpuinfo", kCpuinfoSize).value_or(""));
  RaplPmu pmu;
  pmu.amd = cpu.amd;
  const auto type = whole_number(text_of(folder / "type"));
  if (!type || *type > UINT32_MAX) {
    pmu.problem = no_pmu(folder, cpu);
    return pmu;
  }
  pmu.type = static_cast<std::uint32_t>(*type);
  note_other_events(pmu, folder / "events");
  const auto package = event_of(folder / "events", "energy-pkg", Kind::package);
  if (!package) {
    pmu.problem = no_package(folder / "events", cpu);
    return pmu;
  }
  pmu.package = *package;
  pmu.dram = event_of(folder / "events", "energy-ram", Kind::dram);
  pmu.problem = find_cpus(pmu, sys, folder / "cpumask");
  return pmu;
}

SensorProblem cannot_open(const std::string& event, int error, const fs::path& proc) {
  const std::string why = fmt::format("cannot open {}: {}", event, std::strerror(error));
  const std::string level = text_of(proc / "sys/kernel/perf_event_paranoid");
  switch (error) {
    case EACCES:
      return {.why = fmt::format("{} (kernel.perf_event_paranoid is {})", why,
                                 level.substr(0, level.find('\n'))),
              .remedy = fmt::format("sudo setcap cap_perfmon=ep {} (Linux 5.8 or newer), or, until "
                                    "the next boot: sudo sysctl kernel.perf_event_paranoid=0",
                                    own_program())};
    case EPERM:
      return {.why = why + " (a container's filter of system calls)",
              .remedy = "start the container with --cap-add PERFMON"};
    case EINVAL:
      return {.why = why + " (the processor, or the host of a virtual machine, does not offer it)",
              .remedy = "measure on the host, or with an external meter"};
    default:
      return {.why = why, .remedy = "sudo modprobe rapl"};
  }
}

}  // namespace mutlua
