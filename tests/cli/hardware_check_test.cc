// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "cli/fake_machine.h"

namespace mutlua {
namespace {

/// tests/hardware/check.py itself, on machines without what it is for.
class HardwareCheck : public testing::Test {
 protected:
  static constexpr int kSkipped = 77;

  int check(const std::string& words) {
    const std::string command = "cd '" + machine.workshop.folder.path().string() +
                                "' && MUTLUA_LOCK_DIR=. python3 '" MUTLUA_SOURCE_FOLDER
                                "/tests/hardware/check.py' --mutlua '" +
                                Workshop::binary() + "' " + words + " > out 2> err";
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  void SetUp() override {
    if (std::system("python3 -c 'import ctypes' > /dev/null 2>&1") != 0)
      GTEST_SKIP() << "there is no python3";
  }
  Json document() { return parse_json(machine.workshop.folder.read("out"), "check.py"); }

  FakeMachine machine;
};

TEST_F(HardwareCheck, SkipsItselfWithoutAGpu) {
  const Variable nvml("MUTLUA_NVML", (machine.workshop.folder / "no-nvml.so").string());
  EXPECT_EQ(check(""), kSkipped);
  EXPECT_EQ(document().at("verdict"), "skipped: no NVIDIA GPU");
}

TEST_F(HardwareCheck, ComparesAnIdleGpuWhereThereIsNoLoad) {
  const int status = check("--idle-seconds 1.5 --no-load");
  EXPECT_EQ(status, 0) << machine.workshop.folder.read("out")
                       << machine.workshop.folder.read("err");
  EXPECT_EQ(document().at("verdict"), "passed");
  EXPECT_NEAR(document().at("comparisons").at(0).at("joules").at(0).get<double>(), 450, 60);
}

}  // namespace
}  // namespace mutlua
