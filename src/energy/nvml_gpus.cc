// SPDX-License-Identifier: MIT
#include "energy/nvml_gpus.h"

#include <fmt/format.h>

#include "energy/nvml_gpu.h"
#include "energy/nvml_probe.h"
#include "energy/nvml_problem.h"

namespace mutlua {
namespace {

std::string system_text(NvmlReturn (*function)(char*, unsigned)) {
  char buffer[kNvmlTextBytes] = {};
  if (function == nullptr || function(buffer, sizeof buffer) != kNvmlSuccess) return "";
  buffer[sizeof buffer - 1] = '\0';
  return buffer;
}

Json facts_of(const NvmlApi& api) {
  Json facts = {{"library", api.file()}};
  const std::string driver = system_text(api.functions().driver_version);
  const std::string nvml = system_text(api.functions().library_version);
  if (!driver.empty()) facts["driver"] = driver;
  if (!nvml.empty()) facts["nvml"] = nvml;
  facts["missing"] = api.missing();
  facts["gpus"] = Json::array();
  return facts;
}

/// Handle and UUID of a device; result tells whether they could be had.
struct Handle {
  NvmlDevice device = nullptr;
  std::string uuid;
  NvmlReturn result = kNvmlFunctionNotFound;
};

Handle handle_of(const NvmlFunctions& nvml, unsigned index) {
  Handle handle;
  char uuid[kNvmlTextBytes] = {};
  handle.result = nvml.device(index, &handle.device);
  if (handle.result != kNvmlSuccess) return handle;
  handle.result =
      nvml.uuid == nullptr ? kNvmlFunctionNotFound : nvml.uuid(handle.device, uuid, sizeof uuid);
  uuid[sizeof uuid - 1] = '\0';
  handle.uuid = uuid;
  return handle;
}

Flag unreadable(unsigned index, const std::string& reason) {
  return {.id = "gpu.unreadable",
          .severity = Severity::warn,
          .value = {},
          .threshold = {},
          .when = "before",
          .detail = fmt::format("GPU {} is left out: {}; see nvidia-smi and dmesg", index, reason)};
}

void add_gpu(NvmlGpus& found, Clock& clock, const std::shared_ptr<const NvmlApi>& api,
             unsigned index) {
  const Handle handle = handle_of(api->functions(), index);
  if (handle.result != kNvmlSuccess) {
    found.notes.push_back(unreadable(index, api->text(handle.result)));
    return;
  }
  NvmlProbe probe =
      probe_nvml_gpu(clock, *api, handle.device, static_cast<int>(index), handle.uuid);
  probe.info.driver = found.facts.value("driver", "");
  found.notes.insert(found.notes.end(), probe.notes.begin(), probe.notes.end());
  found.facts["gpus"].push_back(std::move(probe.facts));
  found.gpus.push_back(
      std::make_unique<NvmlGpu>(clock, api, handle.device, std::move(probe.info), probe.ways));
}

}  // namespace

NvmlGpus find_nvml_gpus(Clock& clock, const std::string& library_path, const SymbolLookup& lookup) {
  NvmlGpus found;
  const OpenedNvml opened = open_nvml(library_path, lookup);
  found.problem = opened.problem;
  if (opened.api == nullptr) return found;
  found.facts = facts_of(*opened.api);
  unsigned count = 0;
  const NvmlReturn result = opened.api->functions().count(&count);
  for (unsigned index = 0; result == kNvmlSuccess && index < count; ++index) {
    add_gpu(found, clock, opened.api, index);
  }
  if (!found.gpus.empty()) return found;
  found.problem = count > 0 ? "no NVIDIA GPU can be used. " + found.notes.back().detail
                            : problem_of_no_device(result, opened.api->text(result));
  return found;
}

std::vector<GpuInfo> infos_of(const std::vector<std::unique_ptr<Gpu>>& gpus) {
  std::vector<GpuInfo> infos;
  for (const auto& gpu : gpus) infos.push_back(gpu->info());
  return infos;
}

}  // namespace mutlua
