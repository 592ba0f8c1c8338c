// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/fake_machine.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

Json document_of(const Ended& ended) { return parse_json(ended.out, "doctor --json"); }

/// The finding of this name; null if there is none.
Json finding(const Json& document, const std::string& name) {
  for (const Json& each : document.at("findings")) {
    if (each.at("name") == name) return each;
  }
  return nullptr;
}

TEST(Doctor, FindsTheSensorsThatAreThere) {
  FakeMachine machine;
  const Ended ended = machine.mutlua({"doctor", "--quick", "--json"});
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  const Json document = document_of(ended);
  EXPECT_EQ(finding(document, "powercap").at("state"), "OK");
  EXPECT_EQ(finding(document, "GPU 0 sensors").at("state"), "OK");
  EXPECT_EQ(document.at("errors"), 0);
  EXPECT_FALSE(fs::exists(machine.workshop.folder / "cache"));
}

TEST(Doctor, NamesTheCommandThatMendsASetting) {
  FakeMachine machine(Json::array(
      {{{"power", 90}, {"persistence", false}, {"mig", true}, {"processes", {{{"pid", 4711}}}}}}));
  const Json document = document_of(machine.mutlua({"doctor", "--quick", "--json"}));
  EXPECT_EQ(finding(document, "GPU 0 persistence").at("state"), "WARN");
  EXPECT_EQ(finding(document, "GPU 0 persistence").at("remedy"), "sudo nvidia-smi -i 0 -pm 1");
  EXPECT_EQ(finding(document, "GPU 0 MIG").at("remedy"), "sudo nvidia-smi -i 0 -mig 0");
  EXPECT_NE(finding(document, "GPU 0 processes").at("text").get<std::string>().find("4711"),
            std::string::npos);
}

TEST(Doctor, EndsWithOneWhereSomethingThatIsThereCannotBeUsed) {
  FakeMachine machine;
  const Variable lock("MUTLUA_LOCK_DIR", (machine.workshop.folder / "nowhere").string());
  const Ended ended = machine.mutlua({"doctor", "--quick"});
  EXPECT_EQ(ended.status, 1) << ended.out;
  EXPECT_NE(ended.out.find("export MUTLUA_LOCK_DIR="), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("1 error,"), std::string::npos) << ended.out;
}

TEST(Doctor, SaysThatACardIsThereButItsDriverDoesNotAnswer) {
  FakeMachine machine;
  machine.workshop.folder.write("sys/bus/pci/devices/0000:05:00.0/vendor", "0x10de\n");
  machine.workshop.folder.write("sys/bus/pci/devices/0000:05:00.0/class", "0x030200\n");
  const Variable nvml("MUTLUA_NVML", (machine.workshop.folder / "no-nvml.so").string());
  const Ended ended = machine.mutlua({"doctor", "--quick", "--json"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(finding(document_of(ended), "NVIDIA driver").at("state"), "ERROR");
}

TEST(Doctor, TakesALibraryThatDoesNotStartForAnErrorAndNoLibraryForNone) {
  FakeMachine machine;
  {
    const Variable nvml("MUTLUA_NVML", (machine.workshop.folder / "no-nvml.so").string());
    const Ended none = machine.mutlua({"doctor", "--quick", "--json"});
    EXPECT_EQ(none.status, 0) << none.out << none.err;
    EXPECT_EQ(finding(document_of(none), "NVIDIA driver").at("state"), "WARN");
  }
  machine.workshop.folder.write(
      "scenario.json", Json{{"clock", "real"},
                            {"errors", {{{"function", "nvmlInit_v2"}, {"code", 18}}}}}  // mismatch
                           .dump());
  const Ended ended = machine.mutlua({"doctor", "--quick", "--json"});
  EXPECT_EQ(ended.status, 1) << ended.out << ended.err;
  EXPECT_EQ(finding(document_of(ended), "NVIDIA driver").at("state"), "ERROR");
}

TEST(Doctor, CalibratesTheGpuAndKeepsWhatItFound) {
  FakeMachine machine;
  const Ended ended = machine.mutlua({"doctor", "--json"});
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  const Json document = document_of(ended);
  EXPECT_NE(finding(document, "GPU 0").at("text").get<std::string>().find("W (no process"),
            std::string::npos);
  EXPECT_LT(finding(document, "sampler").at("detail").at("cpu_fraction"), 0.1);
  const Json kept = read_json(machine.workshop.folder / (std::string("cache/mutlua/calibration-") +
                                                         FakeMachine::kFirst + "-580.159.04.json"));
  EXPECT_NEAR(kept.at("counter").at("period_ms").at("median").get<double>(), 100, 5);
  EXPECT_NEAR(kept.at("samples").at("period_ms").at("median").get<double>(), 20, 1);
  EXPECT_NEAR(kept.at("samples").at("ring_seconds").get<double>(), 2.38, 0.05);
}

TEST(Doctor, KeepsNoCalibrationWhereNothingWasMeasured) {
  FakeMachine machine;
  const Variable nvml("MUTLUA_NVML", (machine.workshop.folder / "no-nvml.so").string());
  const Ended ended = machine.mutlua({"doctor"});
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  EXPECT_FALSE(fs::exists(machine.workshop.folder / "cache"));
}

/// A program `perf` that moves the counter by 40 J and claims what it is told to.
void install_perf(FakeMachine& machine, const std::string& joules) {
  const auto program = machine.workshop.folder.write(
      "bin/perf",
      "#!/bin/sh\necho \"$@\" > said\necho 41000000 > \"$ENERGY_UJ\"\nsleep 0.2\necho '" + joules +
          ",Joules,power/energy-pkg/,1000,100.00,,' >&2\n");
  fs::permissions(program, fs::perms::owner_all);
}

TEST(Doctor, HoldsTheCpuCountersAgainstPerfStat) {
  FakeMachine machine;
  const std::string path = std::getenv("PATH");
  const Variable places("PATH", (machine.workshop.folder / "bin").string() + ":" + path);
  install_perf(machine, "40.08");
  const Ended near =
      machine.mutlua({"doctor", "--quick", "--json", "--rapl", "--rapl-seconds", "1"});
  EXPECT_EQ(near.status, 0) << near.out << near.err;
  EXPECT_EQ(finding(document_of(near), "powercap, perf stat").at("state"), "OK");
  EXPECT_NE(machine.workshop.folder.read("said").find("power/energy-pkg/ -- sleep 1"),
            std::string::npos);
  machine.workshop.folder.write("sys/class/powercap/intel-rapl:0/energy_uj", "1000000\n");
  install_perf(machine, "41.00");
  const Ended far =
      machine.mutlua({"doctor", "--quick", "--json", "--rapl", "--rapl-seconds", "1"});
  EXPECT_EQ(far.status, 1);
  EXPECT_EQ(finding(document_of(far), "powercap, perf stat").at("state"), "ERROR");
}

}  // namespace
}  // namespace mutlua
