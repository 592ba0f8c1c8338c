// SPDX-License-Identifier: MIT
#include "energy/perf_counters.h"

#include <fmt/format.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>

#include "energy/rapl_checks.h"
#include "energy/rapl_pmu.h"
#include "energy/rapl_text.h"

namespace mutlua {
namespace {

constexpr Seconds kUpdatePeriod{0.001};  // of the hardware counter
constexpr Seconds kAdvanceLimit{0.05};   // within which a counter that works has moved

int open_counter(std::uint32_t type, std::uint64_t config, int cpu) {
  perf_event_attr attributes{};
  attributes.type = type;
  attributes.size = sizeof attributes;
  attributes.config = config;
  return static_cast<int>(
      ::syscall(SYS_perf_event_open, &attributes, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC));
}

}  // namespace

PerfFunctions PerfFunctions::of_linux() { return {.open = open_counter, .read = ::read}; }

PerfSource::PerfSource(Clock& clock, const PerfPlaces& places)
    : clock_(&clock), functions_(places.functions) {
  const RaplPmu pmu = rapl_pmu(places.sys, places.proc);
  ignored_ = pmu.ignored;
  if (pmu.problem) {
    give_up(pmu.problem);
    return;
  }
  if (const int error = open_event(pmu, pmu.package); error != 0) {
    give_up(cannot_open(pmu.package.name, error, places.proc));
    return;
  }
  if (pmu.dram) open_memory(pmu);
  drop_dead();
  if (pmu.amd) drop_mirrors();
}

int PerfSource::open_event(const RaplPmu& pmu, const RaplPmu::Event& event) {
  for (const RaplPmu::Cpu& cpu : pmu.cpus) {
    Descriptor counter(functions_.open(pmu.type, event.code, cpu.number));
    if (!counter) return errno;
    RaplDomain domain = cpu.place;
    domain.kind = event.kind;
    domains_.push_back({.id = "rapl.perf." + domain.label(),
                        .scope = domain.scope(),
                        .joules_per_unit = event.joules_per_unit,
                        .modulus = {},
                        .update_period = kUpdatePeriod});
    places_.push_back(domain);
    counters_.push_back(std::move(counter));
  }
  return 0;
}

/// Memory of all packages, or of none: a part would pass for the whole.
void PerfSource::open_memory(const RaplPmu& pmu) {
  const int error = open_event(pmu, *pmu.dram);
  if (error != 0) drop_memory(fmt::format("cannot be opened: {}", std::strerror(error)));
}

void PerfSource::drop_memory(const std::string& why) {
  std::vector<bool> memory;
  for (const RaplDomain& place : places_) memory.push_back(place.kind == RaplDomain::Kind::dram);
  drop(memory, why);
}

void PerfSource::drop_dead() {
  const std::vector<bool> alive = advancing(*this, *clock_, kAdvanceLimit);
  bool memory_lives = true;
  for (std::size_t i = 0; i < alive.size(); ++i) {
    if (alive[i]) continue;
    if (places_[i].kind == RaplDomain::Kind::package) {
      give_up({.why = fmt::format("the counter of {} does not move", places_[i].label()),
               .remedy = "measure on the host, if this is a virtual machine"});
      return;
    }
    memory_lives = false;
  }
  if (!memory_lives) drop_memory("does not move");
}

void PerfSource::drop_mirrors() {
  std::set<int> dies;
  for (const RaplDomain& place : places_) dies.insert(place.die.value_or(0));
  if (dies.size() < 2) return;
  const std::vector<bool> repeats = mirrors(*this, places_, *clock_, MirrorRule::same_steps);
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < repeats.size(); ++i) {
    if (repeats[i]) ids.push_back(domains_[i].id);
  }
  if (ids.empty()) return;
  notes_.push_back(mirrored_zones(ids));
  drop(repeats, "shows the counter of another die of its package");
}

void PerfSource::drop(const std::vector<bool>& which, const std::string& why) {
  for (std::size_t i = which.size(); i-- > 0;) {
    if (!which[i]) continue;
    const auto at = static_cast<std::ptrdiff_t>(i);
    ignored_.push_back({"power", places_[i].label(), why});
    domains_.erase(domains_.begin() + at);
    places_.erase(places_.begin() + at);
    counters_.erase(counters_.begin() + at);
  }
}

void PerfSource::give_up(SensorProblem problem) {
  problem_ = std::move(problem);
  domains_.clear();
  places_.clear();
  counters_.clear();
}

std::vector<std::string> PerfSource::labels() const {
  std::vector<std::string> labels;
  for (const RaplDomain& place : places_) labels.push_back(place.label());
  return labels;
}

void PerfSource::read(std::span<Reading> readings) noexcept {
  for (std::size_t i = 0; i < counters_.size(); ++i) {
    Reading& reading = readings[i];
    std::uint64_t value = 0;
    reading.before = clock_->now();
    const ssize_t size = functions_.read(counters_[i].number(), &value, sizeof value);
    const int error = size < 0 ? errno : EIO;  // 0 bytes: the CPU is gone
    reading.after = clock_->now();
    const bool good = size == sizeof value;
    reading.raw = good ? value : 0;
    reading.error = good ? 0 : error;
  }
}

}  // namespace mutlua
