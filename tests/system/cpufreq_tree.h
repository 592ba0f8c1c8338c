// SPDX-License-Identifier: MIT
#pragma once

#include <sys/stat.h>

#include <string>

#include "support/temp_folder.h"
#include "system/machine_facts.h"

namespace mutlua {

/// A sysfs root with cpufreq policies, a proc root with a boot, and a lock folder.
class CpufreqTree {
 public:
  CpufreqTree() {
    folder_.write("proc/sys/kernel/random/boot_id", "boot-1\n");
    folder_.write("locks/.keep", "");
  }

  CpufreqTree& policy(int number, const std::string& governor,
                      const std::string& available = "performance powersave schedutil") {
    set(number, governor);
    folder_.write(file(number, "scaling_available_governors"), available + " \n");
    return *this;
  }

  void set(int number, const std::string& governor) {
    folder_.write(file(number, "scaling_governor"), governor + "\n");
  }
  std::string governor(int number) const {
    const std::string text = folder_.read(file(number, "scaling_governor"));
    return text.substr(0, text.find('\n'));
  }

  KernelFolders folders() const { return {folder_ / "proc", folder_ / "sys"}; }
  std::filesystem::path locks() const { return folder_ / "locks"; }
  std::filesystem::path note() const { return locks() / "mutlua.governor"; }
  const TempFolder& folder() const { return folder_; }

  static std::string file(int number, const std::string& name) {
    return "sys/devices/system/cpu/cpufreq/policy" + std::to_string(number) + "/" + name;
  }

 private:
  TempFolder folder_;
};

}  // namespace mutlua
