// SPDX-License-Identifier: MIT
#include "energy/nvml_probe.h"

#include <fmt/format.h>

#include <array>

#include "energy/nvml_timing.h"
#include "energy/nvml_values.h"

namespace mutlua {
namespace {

constexpr Seconds kLongestToFirstCount{0.3};  // three times the longest update period known
constexpr int kMostReadsToFirstCount = 20000;
constexpr double kWattsPerMilliwatt = 1e-3;

/// One question to a device: whether its reading is there, or why not.
class Questions {
 public:
  Questions(Clock& clock, const NvmlApi& api, NvmlDevice device)
      : clock_(clock), api_(api), nvml_(api.functions()), device_(device) {}

  void identity(NvmlProbe& probe) const;
  void settings(GpuInfo& info) const;
  void memory(NvmlProbe& probe) const;
  void power_readings(NvmlProbe& probe) const;
  void held_down(NvmlProbe& probe) const;

  /// Why the counter does not serve; empty if it does.
  std::string fault_of_counter() const;
  bool has_samples() const;

 private:
  bool field_answers(std::uint32_t field, std::uint32_t scope) const;
  std::optional<unsigned> number(NvmlReturn (*function)(NvmlDevice, unsigned*)) const;
  std::optional<int> setting(NvmlReturn (*function)(NvmlDevice, int*)) const;
  std::string text(NvmlReturn (*function)(NvmlDevice, char*, unsigned)) const;

  Clock& clock_;
  const NvmlApi& api_;
  const NvmlFunctions& nvml_;
  NvmlDevice device_;
};

std::optional<unsigned> Questions::number(NvmlReturn (*function)(NvmlDevice, unsigned*)) const {
  unsigned value = 0;
  if (function == nullptr || function(device_, &value) != kNvmlSuccess) return std::nullopt;
  return value;
}

std::optional<int> Questions::setting(NvmlReturn (*function)(NvmlDevice, int*)) const {
  int value = 0;
  if (function == nullptr || function(device_, &value) != kNvmlSuccess) return std::nullopt;
  return value;
}

std::string Questions::text(NvmlReturn (*function)(NvmlDevice, char*, unsigned)) const {
  char buffer[kNvmlTextBytes] = {};
  if (function == nullptr || function(device_, buffer, sizeof buffer) != kNvmlSuccess) return "";
  buffer[sizeof buffer - 1] = '\0';
  return buffer;
}

void Questions::identity(NvmlProbe& probe) const {
  probe.info.name = text(nvml_.name);
  NvmlPciInfo pci;
  if (nvml_.pci != nullptr && nvml_.pci(device_, &pci) == kNvmlSuccess) {
    pci.address[sizeof pci.address - 1] = '\0';
    probe.info.pci = pci.address;
  }
  const unsigned architecture = number(nvml_.architecture).value_or(0);
  const NvmlTiming timing = documented_timing(architecture, probe.info.name);
  probe.info.average_period = timing.average_period;
  probe.info.average_window = timing.average_window;
  if (const std::string name = architecture_name(architecture); !name.empty()) {
    probe.facts["architecture"] = name;
  }
  unsigned megahertz = 0;
  if (nvml_.highest_clock != nullptr &&
      nvml_.highest_clock(device_, kNvmlClockSm, &megahertz) == kNvmlSuccess) {
    probe.facts["highest_sm_mhz"] = megahertz;
  }
}

void Questions::settings(GpuInfo& info) const {
  if (const auto limit = number(nvml_.power_limit)) {
    info.power_limit = Watts{*limit * kWattsPerMilliwatt};
  }
  if (const auto limit = number(nvml_.default_power_limit)) {
    info.default_power_limit = Watts{*limit * kWattsPerMilliwatt};
  }
  if (const auto persistence = setting(nvml_.persistence)) info.persistence = *persistence != 0;
  unsigned mig = 0;
  unsigned after_reset = 0;
  if (nvml_.mig != nullptr && nvml_.mig(device_, &mig, &after_reset) == kNvmlSuccess) {
    info.mig = mig != 0;
  }
  constexpr std::array kModes = {"default", "exclusive_thread", "prohibited", "exclusive_process"};
  const auto mode = setting(nvml_.compute_mode);
  if (mode && *mode >= 0 && *mode < static_cast<int>(kModes.size())) {
    info.compute_mode = kModes[static_cast<std::size_t>(*mode)];
  }
}

void Questions::memory(NvmlProbe& probe) const {
  NvmlMemoryV2 memory_v2;
  if (nvml_.memory_v2 != nullptr && nvml_.memory_v2(device_, &memory_v2) == kNvmlSuccess) {
    probe.ways.memory_v2 = true;
    probe.info.memory_bytes = static_cast<std::int64_t>(memory_v2.total);
    return;
  }
  NvmlMemory memory;
  if (nvml_.memory != nullptr && nvml_.memory(device_, &memory) == kNvmlSuccess) {
    probe.info.memory_bytes = static_cast<std::int64_t>(memory.total);
  }
}

bool Questions::field_answers(std::uint32_t field, std::uint32_t scope) const {
  NvmlFieldValue asked = asked_field(field, scope);
  return nvml_.fields != nullptr && nvml_.fields(device_, 1, &asked) == kNvmlSuccess &&
         value_of(asked).has_value();
}

void Questions::power_readings(NvmlProbe& probe) const {
  const bool of_gpu = field_answers(kNvmlFieldPowerAverage, kNvmlScopeGpu) ||
                      field_answers(kNvmlFieldPowerInstant, kNvmlScopeGpu);
  const bool usage = number(nvml_.power).has_value();
  const bool of_module = !of_gpu && field_answers(kNvmlFieldPowerAverage, kNvmlScopeModule);
  if (of_module) probe.ways.scope = kNvmlScopeModule;
  if (of_module) probe.info.scope = "module";
  probe.info.average = usage || of_module || field_answers(kNvmlFieldPowerAverage, kNvmlScopeGpu);
}

void Questions::held_down(NvmlProbe& probe) const {
  probe.ways.held_down_fields = field_answers(kNvmlFieldHeldDownByPower, kNvmlScopeGpu) ||
                                field_answers(kNvmlFieldHeldDownByThermal, kNvmlScopeGpu);
}

std::string Questions::fault_of_counter() const {
  if (nvml_.energy == nullptr) return "this driver has no energy counter";
  const Instant end = clock_.now() + kLongestToFirstCount;
  for (int reads = 0; reads < kMostReadsToFirstCount; ++reads) {
    unsigned long long millijoules = 0;
    const NvmlReturn result = nvml_.energy(device_, &millijoules);
    if (result != kNvmlSuccess) return "its energy counter says: " + api_.text(result);
    if (millijoules != 0) return "";
    if (clock_.now() > end) break;
  }
  return "its energy counter stays at 0";
}

bool Questions::has_samples() const {
  if (nvml_.samples == nullptr) return false;
  std::array<NvmlSample, 1024> ring;
  unsigned count = ring.size();
  std::int32_t type = kNvmlUnsigned;
  const NvmlReturn result =
      nvml_.samples(device_, kNvmlTotalPowerSamples, 0, &type, &count, ring.data());
  return result == kNvmlSuccess || result == kNvmlNotFound || result == kNvmlNoData;
}

std::string instead_of_counter(const GpuInfo& info) {
  if (info.samples) return "its power samples are integrated instead";
  if (info.average) return "its average power is integrated instead, with a larger error";
  return "and no power reading either: its energy is unknown";
}

void note_readings(NvmlProbe& probe, const std::string& fault_of_counter) {
  const GpuInfo& info = probe.info;
  const std::string gpu = fmt::format("GPU {} ({})", info.index, info.name);
  if (!info.counter) {
    probe.notes.push_back(
        {.id = "gpu.no_counter",
         .severity = info.samples || info.average ? Severity::info : Severity::warn,
         .value = {},
         .threshold = {},
         .when = "before",
         .detail = fmt::format("{}: {}; {}", gpu, fault_of_counter, instead_of_counter(info))});
  }
  if (info.scope == "module") {
    probe.notes.push_back({.id = "gpu.module_scope",
                           .value = {},
                           .threshold = {},
                           .when = "before",
                           .detail = gpu + ": power is that of the module, processor included; do "
                                           "not add the CPU's energy to it"});
  }
}

}  // namespace

NvmlProbe probe_nvml_gpu(Clock& clock, const NvmlApi& api, NvmlDevice device, int index,
                         const std::string& uuid) {
  NvmlProbe probe;
  probe.info.index = index;
  probe.info.uuid = uuid;
  probe.facts = {{"index", index}, {"uuid", uuid}};
  const Questions ask(clock, api, device);
  ask.identity(probe);
  ask.settings(probe.info);
  ask.memory(probe);
  ask.power_readings(probe);
  ask.held_down(probe);
  probe.info.samples = ask.has_samples();
  const std::string fault = ask.fault_of_counter();
  probe.info.counter = fault.empty();
  // Energy exists for the whole GPU only, whatever part of it a training has.
  if (probe.info.mig.value_or(false) && probe.info.scope == "gpu_board") {
    probe.info.scope = "gpu_board(mig)";
  }
  note_readings(probe, fault);
  return probe;
}

}  // namespace mutlua
