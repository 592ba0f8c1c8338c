// SPDX-License-Identifier: MIT
#include "lab/placement.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "energy/gpu_selection.h"

namespace mutlua {
namespace {

void refuse_unread(const char* source, bool readable, const std::string& reason) {
  if (readable) return;
  throw Error(ErrorKind::machine,
              fmt::format("a required sensor is unreadable: needs.energy asks for \"{}\", but {}; "
                          "`mutlua doctor` says what to do, or leave it out of needs.energy",
                          source, reason.empty() ? "there is no such sensor" : reason));
}

}  // namespace

std::optional<std::vector<std::string>> place(ModelUse& use, const Json& otherwise,
                                              const Machine& machine) {
  const Json& wanted = use.gpus.is_null() ? otherwise : use.gpus;
  if (wanted.is_null() || machine.simulated) return std::nullopt;
  const auto& present = machine.sampler.gpus();
  const std::string& problem = machine.sampler.unavailable().gpu;
  if (present.empty() && !wanted.empty()) {
    throw Error(ErrorKind::machine,
                fmt::format("{}: gpus = {} cannot be had, for this machine has no NVIDIA GPU that "
                            "can be used: {}",
                            use.model->name,
                            wanted.dump(-1, ' ', false, Json::error_handler_t::replace), problem));
  }
  const std::vector<std::string> uuids = select_gpus(wanted, present, problem);
  use.placement = gpu_environment(uuids);
  use.gpu_uuids = uuids;
  return uuids;
}

std::vector<std::string> place(TrialSpec& trial, const Machine& machine) {
  std::vector<std::string> all;
  bool any = false;
  for (auto* uses : {&trial.foregrounds, &trial.backgrounds}) {
    for (ModelUse& use : *uses) {
      const auto uuids = place(use, trial.gpus, machine);
      any = any || !uuids;
      if (!uuids) continue;
      for (const std::string& uuid : *uuids) {
        if (std::find(all.begin(), all.end(), uuid) == all.end()) all.push_back(uuid);
      }
    }
  }
  if (any) all.clear();
  return all;
}

void expect_governor(const std::string& name, const Machine& machine) {
  if (machine.governor != nullptr && machine.governor->present())
    return machine.governor->expect_offered(name);
  throw Error(ErrorKind::machine,
              fmt::format("governor = \"{}\" cannot be set: this machine has no cpufreq (a virtual "
                          "machine, usually); set it on the host, and leave it out here",
                          name));
}

void refuse_what_is_missing(const TrialSpec& trial, const Machine& machine,
                            bool governor_required) {
  TrialSpec copy = trial;
  place(copy, machine);
  const Unavailable& unavailable = machine.sampler.unavailable();
  if (trial.needs.gpu_energy)
    refuse_unread("gpu", !machine.sampler.gpus().empty(), unavailable.gpu);
  if (trial.needs.cpu_energy)
    refuse_unread("cpu", !machine.sampler.domains().empty(), unavailable.cpu);
  if (trial.governor && governor_required) expect_governor(*trial.governor, machine);
}

}  // namespace mutlua
