// SPDX-License-Identifier: MIT
#include "cli/installed.h"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>
#include <vector>

#include "base/error.h"
#include "cli/text.h"
#include "energy/cpu_sources.h"
#include "energy/kernel_gauges.h"
#include "energy/nvml_gpus.h"
#include "system/machine_facts.h"
#include "system/own.h"

namespace mutlua {

std::filesystem::path installed_catalogue() {
  const std::filesystem::path here = executable_folder();
  for (const char* place :
       {"../share/mutlua/settings/models.json", "../../../settings/models.json"}) {
    const std::filesystem::path file = here / place;
    if (std::filesystem::exists(file)) return file.lexically_normal();
  }
  throw Error(ErrorKind::usage,
              fmt::format("no catalogue was installed with {}/mutlua; name one with --models FILE",
                          here.string()));
}

std::vector<std::filesystem::path> catalogue_files(const CommandLine& line) {
  if (!line.models.empty()) return line.models;
  const std::filesystem::path here = "settings/models.json";
  for (const std::filesystem::path& file : {line.run.script.parent_path() / here, here}) {
    std::error_code unknown;
    if (std::filesystem::is_regular_file(file, unknown)) return {file};
  }
  return {installed_catalogue()};
}

std::string catalogue_text(const Catalogue& catalogue,
                           const std::vector<std::filesystem::path>& files) {
  std::string names;
  for (const std::filesystem::path& file : files)
    names += (names.empty() ? "" : ", ") + file.string();
  return printable(fmt::format("{} ({})", catalogue.name(), names));
}

void note_found_catalogue(const CommandLine& line) {
  if (!line.models.empty() || line.verbosity == Verbosity::quiet) return;
  const std::filesystem::path file = catalogue_files(line).front();
  if (file.is_absolute() && file == installed_catalogue()) return;
  fmt::print(stderr, "note: the catalogue is {}\n", printable(file.string()));
}

Sensors machine_sensors(Clock& clock) {
  CpuSources cpu = find_cpu_sources(clock);
  const char* library = std::getenv("MUTLUA_NVML");
  NvmlGpus nvml = find_nvml_gpus(clock, library != nullptr ? library : "");
  Sensors sensors;
  sensors.cpu = std::move(cpu.sources);
  sensors.gpus = std::move(nvml.gpus);
  sensors.fast.push_back(std::make_unique<KernelGauges>());
  sensors.slow.push_back(std::make_unique<SlowKernelGauges>());
  sensors.unavailable = {.cpu = cpu.problem, .gpu = nvml.problem};
  sensors.notes = std::move(cpu.notes);
  sensors.notes.insert(sensors.notes.end(), nvml.notes.begin(), nvml.notes.end());
  sensors.facts = {{"machine", machine_facts()}, {"cpu", cpu.facts}, {"nvml", nvml.facts}};
  return sensors;
}

std::unique_ptr<Sampler> machine_sampler(Clock& clock) {
  return std::make_unique<Sampler>(clock, machine_sensors(clock), Sampler::Options{});
}

}  // namespace mutlua
