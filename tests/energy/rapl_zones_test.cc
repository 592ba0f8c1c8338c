// SPDX-License-Identifier: MIT
#include "energy/rapl_zones.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "energy/powercap_tree.h"

namespace mutlua {
namespace {

using Labels = std::vector<std::string>;

RaplZones zones_of(const PowercapTree& tree) { return rapl_zones(tree.root() / "class/powercap"); }

Labels labels(const RaplZones& zones) {
  Labels labels;
  for (const RaplZone& zone : zones.used) labels.push_back(zone.domain.label());
  return labels;
}

std::string why_ignored(const RaplZones& zones, const std::string& place) {
  for (const IgnoredDomain& domain : zones.ignored) {
    if (domain.place == place) return domain.why;
  }
  return "not ignored";
}

TEST(RaplZones, TellsTwoSocketsAndTheirMemoryApart) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-1", "1").zone("intel-rapl:0:0", "dram", "1");
  tree.zone("intel-rapl:1", "package-0", "1").zone("intel-rapl:1:0", "dram", "1");
  EXPECT_EQ(labels(zones_of(tree)), (Labels{"package-0", "package-1", "dram-0", "dram-1"}));
}

TEST(RaplZones, NamesTheDiesOfAPackage) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0-die-0", "1").zone("intel-rapl:0:0", "dram", "1");
  tree.zone("intel-rapl:1", "package-0-die-1", "1").zone("intel-rapl:1:0", "dram", "1");
  EXPECT_EQ(labels(zones_of(tree)),
            (Labels{"package-0-die-0", "package-0-die-1", "dram-0-die-0", "dram-0-die-1"}));
}

TEST(RaplZones, SaysWhyItLeavesAZoneOut) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "1").zone("intel-rapl:0:0", "core", "1");
  tree.zone("intel-rapl:1", "psys", "1").zone("intel-rapl:1:0", "dram", "1");
  tree.zone("dtpm:0", "soc", "1");
  const RaplZones zones = zones_of(tree);
  EXPECT_EQ(labels(zones), Labels{"package-0"});
  EXPECT_EQ(why_ignored(zones, "intel-rapl:0:0"), "part of its package");
  EXPECT_NE(why_ignored(zones, "intel-rapl:1").find("whole platform"), std::string::npos);
  EXPECT_EQ(why_ignored(zones, "intel-rapl:1:0"), "memory of no package");
  EXPECT_EQ(why_ignored(zones, "dtpm:0"), "not an energy domain of a processor");
}

TEST(RaplZones, PrefersTheControlTypeThatKnowsMoreOfAPackage) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "1");
  tree.zone("intel-rapl-mmio:0", "package-0", "1").zone("intel-rapl-mmio:0:0", "dram", "1");
  const RaplZones zones = zones_of(tree);
  EXPECT_EQ(labels(zones), (Labels{"package-0", "dram-0"}));
  EXPECT_EQ(zones.used.front().path.filename(), "intel-rapl-mmio:0");
  EXPECT_EQ(why_ignored(zones, "intel-rapl:0"), "package-0 of intel-rapl-mmio once more");
}

TEST(RaplZones, PrefersTheProcessorsOwnRegistersWhereBothKnowTheSame) {
  PowercapTree tree;
  tree.zone("intel-rapl-mmio:0", "package-0", "1").zone("intel-rapl:0", "package-0", "1");
  EXPECT_EQ(zones_of(tree).used.front().path.filename(), "intel-rapl:0");
}

TEST(RaplZones, KnowsAContainerThatHidesTheZones) {
  PowercapTree tree;
  tree.dangling("intel-rapl:0").dangling("intel-rapl:0:0");
  EXPECT_TRUE(zones_of(tree).masked);
  EXPECT_FALSE(zones_of(PowercapTree()).masked);
}

TEST(RaplZones, RefusesNamesThatAreNotExactlyThose) {
  PowercapTree tree;
  tree.file("intel-rapl:0", "name", "package-0\r\n").file("intel-rapl:1", "name", "");
  tree.file("intel-rapl:2", "name", "package-\n").file("intel-rapl:3", "name", "\xff\xfe");
  EXPECT_TRUE(zones_of(tree).used.empty());
}

TEST(RaplZones, HoldsPackagesAndMemoryOnlyOnceInEveryTree) {
  std::mt19937_64 random(12);
  for (int round = 0; round < 15; ++round) {
    PowercapTree tree;
    Labels expected;
    const int packages = 1 + static_cast<int>(random() % 8);
    const int dies = 1 + static_cast<int>(random() % 2);
    const bool memory = random() % 2 == 0;
    unsigned number = 0;
    if (random() % 2 == 0) tree.zone(fmt::format("intel-rapl:{:x}", number++), "psys", "1");
    for (int i = 0; i < packages * dies; ++i) {
      const std::string place =
          dies == 1 ? fmt::format("{}", i) : fmt::format("{}-die-{}", i / dies, i % dies);
      const std::string zone = fmt::format("intel-rapl:{:x}", number++);
      Labels children = {"core", "uncore"};
      if (memory) children.push_back("dram");
      std::shuffle(children.begin(), children.end(), random);
      tree.zone(zone, "package-" + place, "1");
      for (std::size_t c = 0; c < children.size(); ++c)
        tree.zone(fmt::format("{}:{:x}", zone, c), children[c], "1");
      if (random() % 2 == 0)
        tree.zone(fmt::format("intel-rapl-mmio:{:x}", i), "package-" + place, "1");
      expected.push_back("package-" + place);
      if (memory) expected.push_back("dram-" + place);
    }
    Labels found = labels(zones_of(tree));
    std::sort(found.begin(), found.end());
    std::sort(expected.begin(), expected.end());
    ASSERT_EQ(found, expected);
  }
}

}  // namespace
}  // namespace mutlua
