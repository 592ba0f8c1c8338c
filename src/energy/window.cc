// SPDX-License-Identifier: MIT
#include "energy/window.h"

namespace mutlua {
namespace {

std::nullopt_t because(std::string* why, const std::string& reason) {
  if (why != nullptr) *why = reason;
  return std::nullopt;
}

}  // namespace

std::string to_text(GpuMethod method) {
  switch (method) {
    case GpuMethod::none:
      return "none";
    case GpuMethod::counter:
      return "nvml_counter_tick_aligned";
    case GpuMethod::samples:
      return "nvml_samples";
    case GpuMethod::boxcar:
      return "nvml_average_boxcar_corrected";
  }
  return "none";
}

std::optional<std::int64_t> GaugeSummary::growth() const {
  if (readings < 2) return std::nullopt;
  return last - first;
}

std::optional<Joules> Window::scope(const std::string& name) const {
  std::optional<Joules> sum;
  for (const DomainEnergy& domain : domains) {
    if (domain.info.scope != name) continue;
    if (!domain.joules) return std::nullopt;
    sum = sum.value_or(Joules{}) + *domain.joules;
  }
  return sum;
}

std::optional<Joules> Window::cpu(std::string* why) const {
  if (!unavailable.cpu.empty()) return because(why, unavailable.cpu);
  if (domains.empty()) return because(why, "no CPU sensor was read");
  Joules sum;
  for (const DomainEnergy& domain : domains) {
    if (!domain.joules) return because(why, domain.info.id + ": " + domain.reason);
    sum = sum + *domain.joules;
  }
  return sum;
}

std::optional<Joules> Window::gpu(std::string* why) const {
  if (!unavailable.gpu.empty()) return because(why, unavailable.gpu);
  std::optional<Joules> sum;
  for (const GpuEnergy& gpu : gpus) {
    if (!gpu.assigned) continue;
    if (!gpu.joules) return because(why, gpu.info.uuid + ": " + gpu.reason);
    sum = sum.value_or(Joules{}) + *gpu.joules;
  }
  if (!sum) return because(why, "no GPU is assigned to the window");
  return sum;
}

std::optional<Joules> Window::total(std::string* why) const {
  const auto of_cpu = cpu();
  const auto of_gpu = gpu();
  if (!of_cpu && !of_gpu) return because(why, "cpu_joules and gpu_joules are unknown");
  if (!of_cpu) return because(why, "cpu_joules is unknown");
  if (!of_gpu) return because(why, "gpu_joules is unknown");
  return *of_cpu + *of_gpu;
}

const GaugeSummary* Window::gauge(const std::string& column) const {
  const auto found = gauges.find(column);
  return found == gauges.end() || found->second.readings == 0 ? nullptr : &found->second;
}

}  // namespace mutlua
