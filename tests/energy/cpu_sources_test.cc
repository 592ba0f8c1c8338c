// SPDX-License-Identifier: MIT
#include "energy/cpu_sources.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>

#include "energy/perf_tree.h"

namespace mutlua {
namespace {

/// A machine with one socket, as far as its parts are put in.
struct Machine {
  SteppingClock clock;
  FakePerf kernel{clock};
  PerfTree tree{"0\n"};

  Machine& perf() {
    PerfTree::one_socket(tree);
    kernel.power(kPackageCode, 0, 60).power(kMemoryCode, 0, 5);
    return *this;
  }
  Machine& powercap() {
    zone("intel-rapl:0", "package-0\n");
    zone("intel-rapl:1", "psys\n");
    return *this;
  }
  void zone(const std::string& folder, const std::string& name) {
    tree.folder().write("class/powercap/" + folder + "/name", name);
    tree.folder().write("class/powercap/" + folder + "/energy_uj", "1000\n");
  }

  CpuSensorPlaces places() {
    return {.sys = tree.root(),
            .proc = tree.proc(),
            .dev = tree.root() / "dev",
            .perf = kernel.functions(),
            .open = {}};
  }
  CpuSources found() { return find_cpu_sources(clock, places()); }
};

std::string first_id(const CpuSources& found) { return found.sources.at(0)->domains().at(0).id; }

TEST(CpuSources, PrefersPerf) {
  const CpuSources found = Machine().perf().powercap().found();
  ASSERT_EQ(found.sources.size(), 1u);
  EXPECT_EQ(first_id(found), "rapl.perf.package-0");
  EXPECT_EQ(found.problem, "");
  EXPECT_TRUE(found.notes.empty());
}

TEST(CpuSources, FallsBackToPowercapAndSaysWhy) {
  Machine machine;
  machine.perf().powercap().kernel.refuse(kPackageCode, EACCES);
  const CpuSources found = machine.found();
  EXPECT_EQ(first_id(found), "rapl.powercap.package-0");
  EXPECT_EQ(found.problem, "");
  const Json& perf = found.facts.at("interfaces").at(0);
  EXPECT_EQ(perf.at("interface"), "perf");
  EXPECT_EQ(perf.at("usable"), false);
  EXPECT_NE(perf.at("remedy").get<std::string>().find("setcap"), std::string::npos);
  EXPECT_EQ(found.facts.at("interfaces").at(1).at("used"), true);
}

TEST(CpuSources, GivesBothReasonsWhereThereIsNeither) {
  Machine machine;
  const CpuSources found = machine.found();
  EXPECT_TRUE(found.sources.empty());
  EXPECT_NE(found.problem.find("energy-pkg"), std::string::npos) << found.problem;
  EXPECT_NE(found.problem.find("lists no CPU package"), std::string::npos) << found.problem;
}

TEST(CpuSources, ComparesWhatTheInterfacesHave) {
  const CpuSources found = Machine().perf().powercap().found();
  EXPECT_EQ(found.facts.at("only_perf"), Json::array({"dram-0"}));
  EXPECT_EQ(found.facts.at("only_powercap"), Json::array());
  EXPECT_EQ(found.facts.at("interfaces").at(1).at("ignored").at(0).at("name"), "psys");
  EXPECT_TRUE(Machine().perf().found().facts.at("only_perf").is_null());
}

TEST(CpuSources, ComparesWithZonesThatMayNotBeRead) {
  Machine machine;
  machine.perf().powercap();
  CpuSensorPlaces places = machine.places();
  places.open = [](const std::filesystem::path&) {
    errno = EACCES;
    return -1;
  };
  const CpuSources found = find_cpu_sources(machine.clock, places);
  EXPECT_EQ(found.facts.at("only_perf"), Json::array({"dram-0"}));
  EXPECT_EQ(found.facts.at("interfaces").at(1).at("usable"), false);
}

TEST(CpuSources, WarnsOfFilteringByTheDeviceOrTheFlag) {
  Machine device;
  device.perf().tree.folder().write("dev/sgx_enclave", "");
  ASSERT_EQ(device.found().notes.size(), 1u);
  EXPECT_EQ(device.found().notes.at(0).id, "rapl.filtering_possible");
  Machine flag;
  flag.perf().tree.cpuinfo("GenuineIntel", "fpu sgx");
  EXPECT_EQ(flag.found().notes.size(), 1u);
  Machine none;
  none.tree.cpuinfo("GenuineIntel", "fpu sgx");  // nothing is read that could be filtered
  EXPECT_TRUE(none.found().notes.empty());
}

TEST(CpuSources, NeverReachesTheRealMachineFromAnotherTree) {
  Machine machine;
  machine.powercap();
  ::setenv("MUTLUA_SYSFS_ROOT", machine.tree.root().c_str(), 1);
  const CpuSources found = find_cpu_sources(machine.clock);
  ::unsetenv("MUTLUA_SYSFS_ROOT");
  EXPECT_EQ(first_id(found), "rapl.powercap.package-0");
  const Json& perf = found.facts.at("interfaces").at(0);
  EXPECT_NE(perf.at("why").get<std::string>().find("not tried"), std::string::npos);
  EXPECT_TRUE(CpuSensorPlaces::from_environment().perf.has_value());
}

}  // namespace
}  // namespace mutlua
