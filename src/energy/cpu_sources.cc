// SPDX-License-Identifier: MIT
#include "energy/cpu_sources.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "energy/powercap.h"
#include "energy/rapl_text.h"
#include "system/machine_facts.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kCpuinfoSize = 65536;  // enough for the first processor

/// What one interface has to offer.
struct Tried {
  std::string interface;
  std::unique_ptr<EnergySource> source;  ///< none if it may not be tried
  SensorProblem problem;
  Flags notes;
  std::vector<IgnoredDomain> ignored;
  std::vector<std::string> labels;
};

template <typename Source>
Tried tried(const std::string& interface, std::unique_ptr<Source> source) {
  Tried tried{.interface = interface,
              .source = nullptr,
              .problem = source->why_not(),
              .notes = source->notes(),
              .ignored = source->ignored(),
              .labels = source->labels()};
  tried.source = std::move(source);
  return tried;
}

Tried try_perf(Clock& clock, const CpuSensorPlaces& places) {
  if (places.perf) {
    const PerfPlaces perf{.sys = places.sys, .proc = places.proc, .functions = *places.perf};
    return tried("perf", std::make_unique<PerfSource>(clock, perf));
  }
  Tried skipped;
  skipped.interface = "perf";
  skipped.problem.why = fmt::format(
      "not tried: its counters are those of the real machine, not of {}", places.sys.string());
  skipped.problem.remedy = "unset MUTLUA_SYSFS_ROOT";
  return skipped;
}

Tried try_powercap(Clock& clock, const CpuSensorPlaces& places) {
  const PowercapPlaces powercap{.sys = places.sys, .proc = places.proc, .open = places.open};
  return tried("powercap", std::make_unique<PowercapSource>(clock, powercap));
}

Json interface_facts(const Tried& tried, bool used) {
  Json domains = Json::array();
  if (!tried.problem) {
    for (const DomainInfo& domain : tried.source->domains()) domains.push_back(domain.id);
  }
  Json ignored = Json::array();
  for (const IgnoredDomain& domain : tried.ignored) {
    ignored.push_back({{"place", domain.place}, {"name", domain.name}, {"why", domain.why}});
  }
  return {{"interface", tried.interface},
          {"usable", !tried.problem},
          {"used", used},
          {"why", tried.problem ? Json(tried.problem.why) : Json()},
          {"remedy", tried.problem ? Json(tried.problem.remedy) : Json()},
          {"domains", domains},
          {"ignored", ignored}};
}

/// What the first has and the second lacks; null if either does not show what it has.
Json only_in_first(const Tried& first, const Tried& second) {
  if (first.labels.empty() || second.labels.empty()) return nullptr;
  const std::set<std::string> known(second.labels.begin(), second.labels.end());
  Json only = Json::array();
  for (const std::string& label : first.labels) {
    if (!known.contains(label)) only.push_back(label);
  }
  return only;
}

/// With SGX on, Intel adds noise to the counters against eavesdroppers. The firmware's own switch
/// for it cannot be read. Source: Intel, "Running Average Power Limit Energy Reporting",
/// CVE-2020-8694.
bool may_be_filtered(const CpuSensorPlaces& places) {
  std::error_code ignored;
  if (!places.dev.empty() && fs::exists(places.dev / "sgx_enclave", ignored)) return true;
  return cpu_kind(kernel_file(places.proc / "cpuinfo", kCpuinfoSize).value_or("")).sgx;
}

Flag filtering_possible() {
  return {.id = "rapl.filtering_possible",
          .severity = Severity::info,
          .value = {},
          .threshold = {},
          .when = "before",
          .detail = "this processor has SGX: it may add noise to its energy counters"};
}

}  // namespace

CpuSensorPlaces CpuSensorPlaces::from_environment() {
  const KernelFolders folders = KernelFolders::from_environment();
  CpuSensorPlaces places{
      .sys = folders.sys, .proc = folders.proc, .dev = {}, .perf = {}, .open = {}};
  if (folders.sys == "/sys") {
    places.dev = "/dev";
    places.perf = PerfFunctions::of_linux();
  }
  return places;
}

CpuSources find_cpu_sources(Clock& clock, const CpuSensorPlaces& places) {
  Tried perf = try_perf(clock, places);
  Tried powercap = try_powercap(clock, places);
  Tried* best = !perf.problem ? &perf : !powercap.problem ? &powercap : nullptr;
  CpuSources found;
  found.facts = {
      {"interfaces",
       {interface_facts(perf, best == &perf), interface_facts(powercap, best == &powercap)}},
      {"only_perf", only_in_first(perf, powercap)},
      {"only_powercap", only_in_first(powercap, perf)}};
  if (best == nullptr) {
    found.problem =
        fmt::format("perf: {}; and powercap: {}", perf.problem.text(), powercap.problem.text());
    return found;
  }
  found.notes = best->notes;
  if (may_be_filtered(places)) found.notes.push_back(filtering_possible());
  found.sources.push_back(std::move(best->source));
  return found;
}

}  // namespace mutlua
