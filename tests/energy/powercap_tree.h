// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "support/temp_folder.h"

namespace mutlua {

/// Ranges that real machines show: 2^32 - 1 steps of 61035 nJ (Intel), of 15258 nJ (AMD), and of
/// 15300 nJ (memory of Intel servers).
inline constexpr const char* kIntelRange = "262143328850\n";
inline constexpr const char* kAmdRange = "65532610987\n";
inline constexpr const char* kServerMemoryRange = "65712999613\n";

/// A sysfs root with a powercap tree, built zone by zone, and a /proc beside it.
class PowercapTree {
 public:
  PowercapTree& zone(const std::string& folder, const std::string& name,
                     const std::string& energy_uj, const std::string& range = kIntelRange) {
    const std::string base = "class/powercap/" + folder + "/";
    root_.write(base + "name", name + "\n");
    root_.write(base + "energy_uj", energy_uj + "\n");
    if (!range.empty()) root_.write(base + "max_energy_range_uj", range);
    return *this;
  }

  void set(const std::string& folder, const std::string& energy_uj) {
    root_.write("class/powercap/" + folder + "/energy_uj", energy_uj + "\n");
  }

  /// Any file of a zone, as it is.
  PowercapTree& file(const std::string& folder, const std::string& name, const std::string& text) {
    root_.write("class/powercap/" + folder + "/" + name, text);
    return *this;
  }

  /// A zone whose link leads nowhere, as in a container that hides /sys/devices/virtual/powercap.
  PowercapTree& dangling(const std::string& folder) {
    const auto tree = root_.path() / "class/powercap";
    std::filesystem::create_directories(tree);
    std::filesystem::create_symlink("../../devices/virtual/powercap/" + folder, tree / folder);
    return *this;
  }

  /// The first processor of /proc/cpuinfo.
  PowercapTree& cpu(const std::string& vendor, const std::string& flags = "fpu vme") {
    root_.write("proc/cpuinfo", "processor\t: 0\nvendor_id\t: " + vendor + "\nflags\t\t: " + flags +
                                    "\n\nprocessor\t: 1\n");
    return *this;
  }

  const std::filesystem::path& root() const { return root_.path(); }
  std::filesystem::path proc() const { return root_ / "proc"; }

 private:
  TempFolder root_;
};

}  // namespace mutlua
