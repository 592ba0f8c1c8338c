// SPDX-License-Identifier: MIT
#include "energy/powercap.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <random>

#include "energy/powercap_tree.h"
#include "energy/rapl_clock.h"
#include "support/allocations.h"

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

PowercapSource source_of(const PowercapTree& tree, SteppingClock& clock) {
  return {clock, {.sys = tree.root(), .proc = tree.proc(), .open = {}}};
}

TEST(PowercapSource, ReadsMoreThanTenZonesInTheOrderOfTheirPlaces) {
  PowercapTree tree;
  Ids expected;
  for (int i = 0; i < 12; ++i) {
    tree.zone(fmt::format("intel-rapl:{:x}", i), fmt::format("package-{}", i), std::to_string(i));
    expected.push_back(fmt::format("rapl.powercap.package-{}", i));
  }
  PowercapSource source(tree.root());
  EXPECT_EQ(ids(source), expected);
  std::vector<Reading> readings(12);
  source.read(readings);
  for (std::size_t i = 0; i < 12; ++i) EXPECT_EQ(readings[i].raw, i);
}

TEST(PowercapSource, KnowsTheModuliOfRealMachines) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "1", kAmdRange);
  tree.zone("intel-rapl:0:0", "dram", "1", kServerMemoryRange);
  const PowercapSource source(tree.root());
  EXPECT_EQ(source.domains().at(0).modulus, 65532611002u);
  EXPECT_EQ(source.domains().at(1).modulus, 65712999628u);
}

TEST(PowercapSource, TakesTwiceTheLargestLimitForTheMostPower) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "1").zone("intel-rapl:1", "package-1", "1");
  tree.zone("intel-rapl:2", "package-2", "1").zone("intel-rapl:3", "package-3", "1");
  tree.file("intel-rapl:0", "constraint_0_max_power_uw", "350000000\n");
  tree.file("intel-rapl:0", "constraint_1_max_power_uw", "0\n");
  tree.file("intel-rapl:1", "constraint_0_max_power_uw", "15000000\n");    // a small one, which may
  tree.file("intel-rapl:1", "constraint_1_power_limit_uw", "64000000\n");  // exceed that much
  tree.file("intel-rapl:2", "constraint_0_max_power_uw", "4095875000\n");  // "no limit"
  const PowercapSource source(tree.root());
  EXPECT_EQ(source.domains().at(0).most_power.value, 700);
  EXPECT_EQ(source.domains().at(1).most_power.value, 250);
  EXPECT_EQ(source.domains().at(2).most_power.value, 1000);
  EXPECT_EQ(source.domains().at(3).most_power.value, 1000);
}

TEST(PowercapSource, ReadsMirroredDiesOfAnAmdPackageOnce) {
  PowercapTree tree;
  tree.cpu("AuthenticAMD");
  tree.zone("intel-rapl:0", "package-0-die-0", "5000000000", kAmdRange);
  tree.zone("intel-rapl:1", "package-0-die-1", "5000600000", kAmdRange);  // less than an update
  tree.zone("intel-rapl:2", "package-1-die-0", "5000000000", kAmdRange);
  SteppingClock clock;
  const PowercapSource source = source_of(tree, clock);
  EXPECT_EQ(ids(source), (Ids{"rapl.powercap.package-0-die-0", "rapl.powercap.package-1-die-0"}));
  ASSERT_EQ(source.notes().size(), 1u);
  EXPECT_EQ(source.notes().front().id, "rapl.mirrored_zones");
  EXPECT_NE(source.notes().front().detail.find("package-0-die-1"), std::string::npos);
}

TEST(PowercapSource, SeesAMirrorAcrossTheWrapOfTheCounter) {
  PowercapTree tree;
  tree.cpu("HygonGenuine");
  tree.zone("intel-rapl:0", "package-0-die-0", "65532610900", kAmdRange);
  tree.zone("intel-rapl:1", "package-0-die-1", "100", kAmdRange);
  SteppingClock clock;
  EXPECT_EQ(source_of(tree, clock).domains().size(), 1u);
}

TEST(PowercapSource, ReadsDiesWithCountersOfTheirOwnOnceEach) {
  PowercapTree tree;
  tree.cpu("AuthenticAMD");
  tree.zone("intel-rapl:0", "package-0-die-0", "5000000000", kAmdRange);
  tree.zone("intel-rapl:1", "package-0-die-1", "4000000000", kAmdRange);
  SteppingClock clock;
  EXPECT_EQ(source_of(tree, clock).domains().size(), 2u);
  EXPECT_TRUE(source_of(tree, clock).notes().empty());
}

TEST(PowercapSource, SuspectsNoMirrorsOnOtherProcessors) {
  PowercapTree tree;
  tree.cpu("GenuineIntel");
  tree.zone("intel-rapl:0", "package-0-die-0", "5").zone("intel-rapl:1", "package-0-die-1", "5");
  SteppingClock clock;
  EXPECT_EQ(source_of(tree, clock).domains().size(), 2u);
}

TEST(PowercapSource, SaysHowToGetTheRightToRead) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "10");
  SteppingClock clock;
  const auto refuse = [](const std::filesystem::path&) {
    errno = EACCES;
    return -1;
  };
  const PowercapSource source(clock, {.sys = tree.root(), .proc = tree.proc(), .open = refuse});
  EXPECT_TRUE(source.domains().empty());
  EXPECT_NE(source.problem().find("CVE-2020-8694"), std::string::npos);
  EXPECT_NE(source.problem().find("sudo chmod a+r"), std::string::npos);
  EXPECT_EQ(source.labels(), Ids{"package-0"});  // what is there can be seen
}

TEST(PowercapSource, IsUnusableAsAWholeIfOneCounterFails) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "10").zone("intel-rapl:1", "package-1", "10");
  const auto counter = tree.root() / "class/powercap/intel-rapl:1/energy_uj";
  std::filesystem::remove(counter);
  std::filesystem::create_directory(counter);  // opens, but every read fails
  const PowercapSource source(tree.root());
  EXPECT_TRUE(source.domains().empty());
  EXPECT_NE(source.problem().find("intel-rapl:1/energy_uj"), std::string::npos);
}

TEST(PowercapSource, TellsAVirtualMachineAndAContainerFromAMissingModule) {
  SteppingClock clock;
  PowercapTree bare;
  EXPECT_NE(source_of(bare, clock).problem().find("modprobe intel_rapl_msr"), std::string::npos);
  PowercapTree guest;
  guest.cpu("GenuineIntel", "fpu hypervisor");
  EXPECT_NE(source_of(guest, clock).problem().find("virtual machine"), std::string::npos);
  PowercapTree container;
  container.dangling("intel-rapl:0");
  EXPECT_NE(source_of(container, clock).problem().find("container"), std::string::npos);
}

TEST(PowercapSource, StampsEachReadingBeforeAndAfter) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "10").zone("intel-rapl:0:0", "dram", "10");
  SteppingClock clock;
  PowercapSource source = source_of(tree, clock);
  std::vector<Reading> readings(2);
  const Instant start = clock.at();
  source.read(readings);
  EXPECT_TRUE(start < readings[0].before && readings[0].before < readings[0].after);
  EXPECT_TRUE(readings[0].after < readings[1].before && readings[1].after == clock.at());
}

TEST(PowercapSource, AllocatesNothingToRead) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "12345").zone("intel-rapl:1", "package-1", "garbage");
  PowercapSource source(tree.root());
  std::vector<Reading> readings(2);
  const AllocationCount count;
  source.read(readings);
  EXPECT_EQ(count.so_far(), 0);
  EXPECT_EQ(readings[0].error, 0);
  EXPECT_EQ(readings[1].error, EIO);
}

TEST(PowercapSource, SurvivesWhateverStandsInTheFiles) {
  std::mt19937_64 random(15);
  const std::vector<std::string> texts = {
      "",     "\n",    "package-0\n", "dram\n", "12345\n",        "12345\r\n",
      "-1\n", "nan\n", "\xff\xfe\n",  "psys\n", "262143328850\n", std::string(5000, '9')};
  for (int round = 0; round < 100; ++round) {
    PowercapTree tree;
    for (const char* zone : {"intel-rapl:0", "intel-rapl:0:0", "intel-rapl:1"}) {
      for (const char* file :
           {"name", "energy_uj", "max_energy_range_uj", "constraint_0_max_power_uw"})
        tree.file(zone, file, texts[random() % texts.size()]);
    }
    PowercapSource source(tree.root());
    std::vector<Reading> readings(source.domains().size());
    source.read(readings);
    for (const Reading& reading : readings) {
      ASSERT_TRUE(reading.error != 0 || reading.raw == 12345 || reading.raw == 262143328850);
    }
  }
}

}  // namespace
}  // namespace mutlua
