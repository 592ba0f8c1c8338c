// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <unistd.h>

#include "cli/doctor_checks.h"
#include "system/cgroup.h"
#include "system/governor_policies.h"
#include "system/kernel_text.h"
#include "system/lock.h"
#include "system/own.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

using State = Finding::State;
constexpr double kGibibyte = 1073741824;
constexpr double kBusyPct = 5;  // of the last ten seconds

class MachineCheck {
 public:
  MachineCheck(const MachineState& state, const KernelFolders& folders, const fs::path& results)
      : state_(state), folders_(folders), results_(results) {}

  Findings take() {
    virtualised();
    governor();
    turbo();
    load();
    memory();
    clock();
    containment();
    lock();
    space();
    programs();
    return std::move(findings_);
  }

 private:
  void add(State state, const std::string& name, const std::string& text,
           const std::string& remedy = "") {
    findings_.push_back({.area = "machine",
                         .name = name,
                         .state = state,
                         .text = text,
                         .remedy = remedy,
                         .detail = nullptr});
  }

  void virtualised() {
    if (!state_.hypervisor) return;
    if (!*state_.hypervisor) return add(State::ok, "hardware", "not virtual");
    add(State::warn, "hardware",
        "a virtual machine: its processor's energy counters are the host's, and the host's other "
        "guests disturb");
  }

  void governor() {
    if (!state_.governor) {
      return add(State::warn, "governor",
                 "no cpufreq: the processor's clock can be neither seen nor set");
    }
    if (*state_.governor == "performance") return add(State::ok, "governor", "performance");
    std::string offered;
    for (const std::string& name : available_governors(folders_.sys))
      offered += (offered.empty() ? "; offered: " : ", ") + name;
    add(State::warn, "governor",
        fmt::format("{}: the clock follows the load{}", *state_.governor, offered),
        "sudo cpupower frequency-set -g performance");
  }

  void turbo() {
    if (!state_.turbo) return;
    add(State::ok, "turbo",
        *state_.turbo ? "on: the clock also depends on temperature; it is recorded" : "off");
  }

  void load() {
    if (!state_.cpu_pressure) return;
    const double busy = state_.cpu_pressure->average10_pct;
    add(busy > kBusyPct ? State::warn : State::ok, "other load",
        fmt::format("in {:.0f} % of the last ten seconds somebody waited for a processor", busy),
        busy > kBusyPct ? "top" : "");
  }

  void memory() {
    if (!state_.memory_available_bytes) return;
    const double bytes = static_cast<double>(*state_.memory_available_bytes);
    add(bytes < kGibibyte ? State::warn : State::ok, "memory",
        fmt::format("{:.1f} GiB available", bytes / kGibibyte));
  }

  void clock() {
    const auto source =
        word_in(folders_.sys / "devices/system/clocksource/clocksource0/current_clocksource");
    if (!source) return;
    const bool slow = *source == "hpet" || *source == "acpi_pm" || *source == "jiffies";
    add(slow ? State::warn : State::ok, "clock",
        slow ? *source + ": reading the time is slow, or coarse" : *source,
        slow ? "see dmesg for why the kernel gave up tsc" : "");
  }

  void containment() {
    const auto place = own_cgroup();
    if (place && ::access(place->c_str(), W_OK | X_OK) == 0)
      return add(State::ok, "cgroup v2", "writable: " + place->string());
    add(State::warn, "cgroup v2",
        "none is writable: trainings are held together by their parent, and their processor time "
        "is less exact",
        "systemd-run --user --scope -p Delegate=yes mutlua ...");
  }

  void lock() {
    const fs::path folder = lock_folder();
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
      return add(State::error, "lock",
                 fmt::format("the folder {} cannot be written", folder.string()),
                 "export MUTLUA_LOCK_DIR=/tmp (the same for all users of this machine)");
    }
    const auto holder = running_holder();
    if (!holder) return add(State::ok, "lock", folder.string());
    add(State::warn, "lock",
        fmt::format("in use by {} (process {}): what follows was not measured on an idle machine",
                    holder->value("study", "a study"), holder->value("pid", 0)),
        "mutlua stop, or wait");
  }

  void space() {
    fs::path place = fs::absolute(results_);
    std::error_code error;
    while (!fs::exists(place, error) && place.has_relative_path()) place = place.parent_path();
    if (::access(place.c_str(), W_OK | X_OK) != 0) {
      return add(State::error, "results", fmt::format("{} cannot be written", place.string()),
                 "give a folder of yours with --results DIR");
    }
    if (!state_.disk_free_bytes) return;
    const double bytes = static_cast<double>(*state_.disk_free_bytes);
    add(bytes < kGibibyte ? State::warn : State::ok, "results",
        fmt::format("{:.1f} GiB free at {}; an hour's trace takes about 5 MB and 5 MB per GPU",
                    bytes / kGibibyte, place.string()));
  }

  void programs() {
    if (const auto git = find_program("git")) {
      add(State::ok, "git", git->string());
    } else {
      add(State::warn, "git", "not found: records cannot name the commit of a training",
          "sudo apt-get install git");
    }
    if (const auto train = find_program("mutlua-train")) {
      add(State::ok, "mutlua-train", train->string());
    } else {
      add(State::warn, "mutlua-train", "not found: the bundled trainings cannot be run",
          "build or install the whole of mutlua");
    }
  }

  const MachineState& state_;
  const KernelFolders& folders_;
  fs::path results_;
  Findings findings_;
};

}  // namespace

Findings check_machine(const MachineState& state, const KernelFolders& folders,
                       const fs::path& results) {
  return MachineCheck(state, folders, results).take();
}

}  // namespace mutlua
