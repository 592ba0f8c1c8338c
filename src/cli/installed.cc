// SPDX-License-Identifier: MIT
#include "cli/installed.h"

#include <fmt/format.h>

#include <vector>

#include "base/error.h"
#include "energy/powercap.h"
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
  return line.models.empty() ? std::vector{installed_catalogue()} : line.models;
}

std::unique_ptr<Sampler> machine_sampler(Clock& clock) {
  auto powercap = std::make_unique<PowercapSource>(KernelFolders::from_environment().sys);
  Sensors sensors;
  sensors.unavailable = {.cpu = powercap->problem(), .gpu = "this version reads no GPU sensor"};
  if (!powercap->domains().empty()) sensors.cpu.push_back(std::move(powercap));
  return std::make_unique<Sampler>(clock, std::move(sensors), Sampler::Options{});
}

}  // namespace mutlua
