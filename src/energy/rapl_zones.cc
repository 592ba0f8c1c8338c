// SPDX-License-Identifier: MIT
#include "energy/rapl_zones.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "energy/kernel_text.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

using Kind = RaplDomain::Kind;

/// A zone as it stands in the tree.
struct Found {
  fs::path path;
  ZoneFolder folder;
  std::string name;
  std::optional<RaplDomain> domain;

  bool usable() const {
    return domain && (domain->kind == Kind::package || domain->kind == Kind::dram);
  }
};

void ignore(RaplZones& zones, const Found& zone, const std::string& why) {
  zones.ignored.push_back({zone.path.filename(), zone.name, why});
}

/// All zones by control type and number, parents before their children.
std::vector<Found> zones_under(const fs::path& tree) {
  std::vector<Found> found;
  std::error_code error;
  for (fs::directory_iterator entry(tree, error), end; !error && entry != end;
       entry.increment(error)) {
    const auto folder = zone_folder(entry->path().filename().string());
    if (folder)
      found.push_back({.path = entry->path(), .folder = *folder, .name = {}, .domain = {}});
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return std::tie(a.folder.control, a.folder.ids) < std::tie(b.folder.control, b.folder.ids);
  });
  return found;
}

/// Reads the names. Memory lies where its parent, a package, says.
void identify(std::vector<Found>& found, RaplZones& zones) {
  std::map<std::pair<std::string, std::vector<std::uint32_t>>, RaplDomain> packages;
  std::size_t closed = 0;
  for (Found& zone : found) {
    const auto text = kernel_file(zone.path / "name");
    if (!text) ++closed;
    zone.name = text.value_or("").substr(0, text.value_or("").find_first_of("\r\n"));
    zone.domain = text ? rapl_domain(*text) : std::nullopt;
    if (!zone.domain) {
      ignore(zones, zone, text ? "not an energy domain of a processor" : "cannot be entered");
      continue;
    }
    const auto [control, ids] = zone.folder;
    if (zone.domain->kind == Kind::package) packages[{control, ids}] = *zone.domain;
    if (zone.domain->kind != Kind::dram) continue;
    const auto parent = packages.find({control, {ids.begin(), ids.end() - 1}});
    if (parent == packages.end()) {
      ignore(zones, zone, "memory of no package");
      zone.domain.reset();
      continue;
    }
    zone.domain->package = parent->second.package;
    zone.domain->die = parent->second.die;
  }
  zones.masked = !found.empty() && closed == found.size();
}

/// The control type with the most domains of a package; of equals, the first by name, which is
/// intel-rapl before intel-rapl-mmio.
std::string best_control(const std::vector<Found>& found, int package) {
  std::map<std::string, int> domains;
  for (const Found& zone : found) {
    if (zone.usable() && zone.domain->package == package) ++domains[zone.folder.control];
  }
  return std::max_element(domains.begin(), domains.end(),
                          [](auto& a, auto& b) { return a.second < b.second; })
      ->first;
}

}  // namespace

RaplZones rapl_zones(const fs::path& tree) {
  RaplZones zones;
  std::vector<Found> found = zones_under(tree);
  identify(found, zones);
  std::set<RaplDomain> taken;
  for (const Found& zone : found) {
    if (!zone.domain) continue;
    if (zone.domain->kind == Kind::psys) {
      ignore(zones, zone, "the whole platform, which contains the packages");
    } else if (!zone.usable()) {
      ignore(zones, zone, "part of its package");
    } else if (const auto best = best_control(found, zone.domain->package);
               best != zone.folder.control) {
      ignore(zones, zone, fmt::format("{} of {} once more", zone.domain->label(), best));
    } else if (!taken.insert(*zone.domain).second) {
      ignore(zones, zone, fmt::format("{} once more", zone.domain->label()));
    } else {
      zones.used.push_back({.path = zone.path, .domain = *zone.domain});
    }
  }
  std::sort(zones.used.begin(), zones.used.end(),
            [](const RaplZone& a, const RaplZone& b) { return a.domain < b.domain; });
  return zones;
}

}  // namespace mutlua
