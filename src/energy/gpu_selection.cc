// SPDX-License-Identifier: MIT
#include "energy/gpu_selection.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "energy/gpu_name.h"

namespace mutlua {
namespace {

using Matches = std::vector<const GpuInfo*>;

[[noreturn]] void refuse(const std::string& message) { throw Error(ErrorKind::script, message); }

/// As it was given; a script's strings need not be UTF-8.
std::string shown(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string list_of(const Matches& gpus) {
  std::string text;
  for (const GpuInfo* gpu : gpus) {
    text += fmt::format("{}{} = {} {} {}", text.empty() ? "" : "; ", gpu->index, gpu->pci,
                        gpu->uuid, gpu->name);
  }
  return text;
}

std::string list_of(const std::vector<GpuInfo>& present) {
  Matches all;
  for (const GpuInfo& gpu : present) all.push_back(&gpu);
  return list_of(all);
}

/// Finds what the entries of one list name.
class Selection {
 public:
  explicit Selection(const std::vector<GpuInfo>& present) : present_(present) {}

  const GpuInfo& find(const Json& name) const {
    const Matches matches = matching(name);
    if (matches.empty()) {
      refuse(fmt::format("gpus: there is no GPU {}; there is: {}", shown(name), list_of(present_)));
    }
    if (matches.size() > 1) {
      refuse(fmt::format("gpus: {} is the beginning of several UUIDs; write more of it: {}",
                         shown(name), list_of(matches)));
    }
    return *matches.front();
  }

 private:
  Matches matching(const Json& name) const {
    if (name.is_number()) {
      return those([&](const GpuInfo& gpu) { return name == Json(gpu.index); });
    }
    const std::string text = name.is_string() ? name.get<std::string>() : "";
    if (is_uuid_prefix(text)) {
      return those([&](const GpuInfo& gpu) { return has_uuid_prefix(gpu.uuid, text); });
    }
    if (const auto address = parse_pci_address(text)) {
      return those([&](const GpuInfo& gpu) { return parse_pci_address(gpu.pci) == address; });
    }
    if (text.starts_with("MIG-")) {
      refuse(
          fmt::format("gpus: {} is a part of a GPU; energy exists for whole GPUs only, so name "
                      "the GPU that it is a part of: {}",
                      shown(name), list_of(present_)));
    }
    refuse(
        fmt::format("gpus: {} is not a GPU's number (0, without quotes), PCI address "
                    "(\"00000000:05:00.0\") or UUID (\"GPU-8f6d\", or more of it); there is: {}",
                    shown(name), list_of(present_)));
  }

  template <typename Condition>
  Matches those(const Condition& condition) const {
    Matches matches;
    for (const GpuInfo& gpu : present_) {
      if (condition(gpu)) matches.push_back(&gpu);
    }
    return matches;
  }

  const std::vector<GpuInfo>& present_;
};

void check_list(const Json& wanted, const std::vector<GpuInfo>& present,
                const std::string& problem) {
  if (!wanted.is_array()) refuse(fmt::format("gpus: {} is not a list of GPUs", shown(wanted)));
  if (wanted.empty() || !present.empty()) return;
  refuse(fmt::format("gpus: {} cannot be had, for no GPU was found: {}", shown(wanted),
                     problem.empty() ? "this machine has none" : problem));
}

}  // namespace

std::vector<std::string> select_gpus(const Json& wanted, const std::vector<GpuInfo>& present,
                                     const std::string& problem) {
  check_list(wanted, present, problem);
  const Selection selection(present);
  std::vector<std::string> uuids;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const GpuInfo& gpu = selection.find(wanted[i]);
    const auto known = std::find(uuids.begin(), uuids.end(), gpu.uuid);
    if (known != uuids.end()) {
      refuse(fmt::format("gpus: {} and {} are the same GPU: {}",
                         shown(wanted[static_cast<std::size_t>(known - uuids.begin())]),
                         shown(wanted[i]), list_of({&gpu})));
    }
    uuids.push_back(gpu.uuid);
  }
  return uuids;
}

std::vector<std::pair<std::string, std::string>> gpu_environment(
    const std::vector<std::string>& uuids) {
  return {{"CUDA_DEVICE_ORDER", "PCI_BUS_ID"},
          {"CUDA_VISIBLE_DEVICES", fmt::format("{}", fmt::join(uuids, ","))}};
}

}  // namespace mutlua
