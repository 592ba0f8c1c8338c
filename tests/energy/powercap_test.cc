// SPDX-License-Identifier: MIT
#include "energy/powercap.h"

#include <gtest/gtest.h>

#include "energy/powercap_tree.h"

namespace mutlua {
namespace {

std::vector<std::string> ids(const PowercapSource& source) {
  std::vector<std::string> result;
  for (const DomainInfo& domain : source.domains()) result.push_back(domain.id);
  return result;
}

using Ids = std::vector<std::string>;

TEST(PowercapSource, TakesPackagesAndTheirMemoryAndNothingThatContainsThem) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "10")
      .zone("intel-rapl:0:0", "core", "5")
      .zone("intel-rapl:0:1", "uncore", "1")
      .zone("intel-rapl:0:2", "dram", "3", "65712999613\n")
      .zone("intel-rapl:1", "psys", "99");
  const PowercapSource source(tree.root());
  EXPECT_EQ(ids(source), (Ids{"rapl.powercap.package-0", "rapl.powercap.dram-0"}));
  EXPECT_EQ(source.problem(), "");
}

TEST(PowercapSource, GoesByTheNameInTheZoneAndNotByItsNumber) {
  PowercapTree tree;
  tree.zone("intel-rapl:a", "package-1", "10").zone("intel-rapl:a:0", "dram", "3");
  tree.zone("intel-rapl:0", "psys", "7").zone("intel-rapl:0:0", "dram", "3");
  EXPECT_EQ(ids(PowercapSource(tree.root())),
            (Ids{"rapl.powercap.package-1", "rapl.powercap.dram-1"}));
}

TEST(PowercapSource, CountsAPackageOnceThoughTheMmioTreeRepeatsIt) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "10").zone("intel-rapl-mmio:0", "package-0", "10");
  EXPECT_EQ(ids(PowercapSource(tree.root())), Ids{"rapl.powercap.package-0"});
}

TEST(PowercapSource, SetsTheModulusOneHardwareStepAboveTheRange) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "10");
  EXPECT_EQ(PowercapSource(tree.root()).domains().at(0).modulus, 262143328911u);
}

TEST(PowercapSource, HasNoModulusWhereTheKernelNamesNoRange) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "10", "");
  tree.zone("intel-rapl:1", "package-1", "10", "garbage");
  const PowercapSource source(tree.root());
  EXPECT_FALSE(source.domains().at(0).modulus);
  EXPECT_FALSE(source.domains().at(1).modulus);
}

TEST(PowercapSource, ReportsGarbageAsAnErrorAndNeverAsZero) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "12345");
  PowercapSource source(tree.root());
  std::vector<Reading> readings(1);
  source.read(readings);
  EXPECT_EQ(readings[0].raw, 12345u);
  EXPECT_EQ(readings[0].error, 0);
  for (const char* text : {"", "watts", "-5", "99999999999999999999999"}) {
    tree.set("intel-rapl:0", text);
    source.read(readings);
    EXPECT_NE(readings[0].error, 0) << text;
  }
}

TEST(PowercapSource, SaysWhyThereIsNothing) {
  const TempFolder empty;
  const PowercapSource source(empty.path());
  EXPECT_TRUE(source.domains().empty());
  EXPECT_NE(source.problem().find("lists no CPU package"), std::string::npos);
}

TEST(PowercapSource, NamesTheFileThatItMayNotRead) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "10");
  // Root may read anything, so the file is made unreadable by not being there.
  std::filesystem::remove(tree.root() / "class/powercap/intel-rapl:0/energy_uj");
  const PowercapSource source(tree.root());
  EXPECT_NE(source.problem().find("intel-rapl:0/energy_uj"), std::string::npos) << source.problem();
}

}  // namespace
}  // namespace mutlua
