// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "cli/doctor_checks.h"
#include "system/kernel_text.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

using State = Finding::State;
constexpr const char* kArea = "GPU energy";
constexpr std::size_t kMostProcesses = 64;

/// Whether the PCI bus has a display or 3D controller of NVIDIA: vendor 0x10de, class 0x03....
bool has_nvidia_card(const KernelFolders& folders) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folders.sys / "bus/pci/devices", error)) {
    const auto vendor = word_in(entry.path() / "vendor");
    const auto kind = word_in(entry.path() / "class");
    if (vendor == "0x10de" && kind && kind->starts_with("0x03")) return true;
  }
  return false;
}

/// Whether there is a library of the driver: it was loaded, or it was found but of no use.
bool has_library(const Sensors& sensors) {
  return !sensors.unavailable.gpu.starts_with("no NVIDIA driver here");
}

/// Whether the driver has answered, if only that it has no GPU.
bool has_started(const Sensors& sensors) { return sensors.facts.at("nvml").contains("library"); }

Finding no_gpu(const Sensors& sensors, const KernelFolders& folders) {
  if (has_library(sensors) && !has_started(sensors)) {
    return {.area = kArea,
            .name = "NVIDIA driver",
            .state = State::error,
            .text = "its library is there, but cannot be used: " + sensors.unavailable.gpu,
            .remedy = "see what nvidia-smi says",
            .detail = sensors.facts.at("nvml")};
  }
  if (has_nvidia_card(folders)) {
    return {.area = kArea,
            .name = "NVIDIA driver",
            .state = State::error,
            .text = "there is an NVIDIA card, but it cannot be read: " + sensors.unavailable.gpu,
            .remedy = "see what nvidia-smi says",
            .detail = sensors.facts.at("nvml")};
  }
  return {.area = kArea,
          .name = "NVIDIA driver",
          .state = State::warn,
          .text = "no NVIDIA GPU can be read: " + sensors.unavailable.gpu,
          .remedy = {},
          .detail = sensors.facts.at("nvml")};
}

std::string ways_of(const GpuInfo& info) {
  std::string text;
  const auto add = [&](bool there, const char* what) {
    if (there) text += (text.empty() ? "" : ", ") + std::string(what);
  };
  add(info.counter, "energy counter");
  add(info.samples, "power samples");
  add(info.average, "average power");
  return text.empty() ? "no energy and no power" : text;
}

class GpuCheck {
 public:
  explicit GpuCheck(Gpu& gpu) : gpu_(gpu), info_(gpu.info()) {}

  Findings take() {
    sensors();
    persistence();
    mig();
    power_limit();
    processes();
    return std::move(findings_);
  }

 private:
  void add(State state, const std::string& what, const std::string& text,
           const std::string& remedy = "") {
    findings_.push_back({.area = kArea,
                         .name = fmt::format("GPU {} {}", info_.index, what),
                         .state = state,
                         .text = text,
                         .remedy = remedy,
                         .detail = {{"uuid", info_.uuid}}});
  }

  void sensors() {
    const std::string text =
        fmt::format("{}, {}, driver {}: {}", info_.name, info_.uuid,
                    info_.driver.empty() ? "unknown" : info_.driver, ways_of(info_));
    if (info_.counter) return add(State::ok, "sensors", text);
    if (info_.samples || info_.average) {
      return add(State::warn, "sensors",
                 text + "; without the energy counter, short loads are measured less exactly");
    }
    add(State::error, "sensors", text, "see what nvidia-smi -q -d POWER says");
  }

  void persistence() {
    if (!info_.persistence) return;
    if (*info_.persistence) return add(State::ok, "persistence", "on");
    add(State::warn, "persistence",
        "off: the driver may be unloaded between trainings, which resets its counters and costs "
        "seconds at each start",
        fmt::format("sudo nvidia-smi -i {} -pm 1", info_.index));
  }

  void mig() {
    if (!info_.mig.value_or(false)) return;
    add(State::warn, "MIG",
        "on: energy is known of the whole card only, so that of other instances is in it",
        fmt::format("sudo nvidia-smi -i {} -mig 0", info_.index));
  }

  void power_limit() {
    if (!info_.power_limit || !info_.default_power_limit) return;
    const double limit = info_.power_limit->value;
    const double usual = info_.default_power_limit->value;
    add(State::ok, "power limit",
        limit == usual ? fmt::format("{:.0f} W, the default", limit)
                       : fmt::format("{:.0f} W; the default is {:.0f} W", limit, usual));
  }

  void processes() {
    std::vector<GpuProcess> list(kMostProcesses);
    const int count = gpu_.read_processes(list);
    if (count < 0) return add(State::warn, "processes", "the driver does not tell them");
    if (count == 0) return add(State::ok, "processes", "nobody uses it");
    std::string pids;
    for (int i = 0; i < count; ++i)
      pids += fmt::format("{}{}", i == 0 ? "" : ", ", list[static_cast<std::size_t>(i)].pid);
    add(State::warn, "processes", "in use by process " + pids,
        "end them before measuring; ps -fp " + pids);
  }

  Gpu& gpu_;
  const GpuInfo& info_;
  Findings findings_;
};

}  // namespace

Findings check_gpus(Sensors& sensors, const KernelFolders& folders) {
  if (sensors.gpus.empty()) return {no_gpu(sensors, folders)};
  Findings findings;
  for (const auto& gpu : sensors.gpus) {
    for (Finding& each : GpuCheck(*gpu).take()) findings.push_back(std::move(each));
  }
  for (const Flag& note : sensors.notes) {
    if (!note.id.starts_with("gpu.")) continue;
    findings.push_back({.area = kArea,
                        .name = note.id,
                        .state = State::warn,
                        .text = note.detail,
                        .remedy = {},
                        .detail = to_json(note)});
  }
  return findings;
}

}  // namespace mutlua
