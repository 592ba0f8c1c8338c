// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "support/temp_folder.h"

namespace mutlua {

/// A sysfs root with a powercap tree, built zone by zone.
class PowercapTree {
 public:
  PowercapTree& zone(const std::string& folder, const std::string& name,
                     const std::string& energy_uj, const std::string& range = "262143328850\n") {
    const std::string base = "class/powercap/" + folder + "/";
    root_.write(base + "name", name + "\n");
    root_.write(base + "energy_uj", energy_uj + "\n");
    if (!range.empty()) root_.write(base + "max_energy_range_uj", range);
    return *this;
  }

  void set(const std::string& folder, const std::string& energy_uj) {
    root_.write("class/powercap/" + folder + "/energy_uj", energy_uj + "\n");
  }

  const std::filesystem::path& root() const { return root_.path(); }

 private:
  TempFolder root_;
};

}  // namespace mutlua
