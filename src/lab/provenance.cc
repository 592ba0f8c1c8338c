// SPDX-License-Identifier: MIT
// What a record says of where and by what its trial was measured.
#include <set>

#include "lab/lab.h"

namespace mutlua {

Json Lab::provenance() {
  Json provenance = machine_.facts;
  provenance["containment"] = machine_.processes.containment();
  provenance["shared_machine"] = run_options_.share_machine;
  provenance["mutlua_version"] = MUTLUA_VERSION;
  provenance["script_sha256"] = script_sha256_;
  provenance["seed"] = ledger_.seed();
  provenance["repositories"] = repositories();
  if (!machine_.sampler.gpus().empty()) provenance["gpus"] = gpus_in_use();
  if (machine_.snapshot) provenance["simulated_machine"] = machine_.snapshot();
  if (governor_.is_object()) {
    if (governor_.contains("before"))
      provenance["governor"] = machine_.governor->present().value_or("unknown");
    provenance["governor_set"] = governor_;
  }
  return provenance;
}

/// UUIDs of the GPUs that the trial could use.
Json Lab::gpus_in_use() const {
  if (!gpus_.empty()) return gpus_;
  Json all = Json::array();
  for (const GpuInfo& gpu : machine_.sampler.gpus()) all.push_back(gpu.uuid);
  return all;
}

/// The git repositories that the trial's trainings come from.
Json Lab::repositories() {
  Json list = Json::array();
  std::set<std::string> listed;
  for (const auto* uses : {&run_->spec->foregrounds, &run_->spec->backgrounds}) {
    for (const ModelUse& use : *uses) {
      const std::string folder = use.model->path.string();
      if (!listed.insert(folder).second) continue;
      const auto known = repositories_.find(folder);
      if (known != repositories_.end() && !known->second.is_null()) list.push_back(known->second);
    }
  }
  return list;
}

/// Asks git, once per run of the program and before anything of a trial is started.
void Lab::look_at_repositories() {
  for (const auto* uses : {&run_->spec->foregrounds, &run_->spec->backgrounds}) {
    for (const ModelUse& use : *uses) {
      source_now(use.model->path);
    }
  }
}

}  // namespace mutlua
