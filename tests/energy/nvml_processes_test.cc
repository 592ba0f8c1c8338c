// SPDX-License-Identifier: MIT
#include "energy/nvml_processes.h"

#include <gtest/gtest.h>

#include "energy/one_gpu.h"

namespace mutlua {
namespace {

using Pids = std::vector<int>;

const Json kThreeProcesses = {{{"pid", 447}, {"memory_bytes", 6498025472}},
                              {{"pid", 448}, {"memory_bytes", 6521094144}},
                              {{"pid", 449}, {"memory_bytes", 1}}};

TEST(NvmlGpu, MergesComputeGraphicsAndMpsProcessesByPid) {
  OneGpu one(one_gpu({{"processes",
                       {{{"pid", 447}, {"memory_bytes", 10}},
                        {{"pid", 448}, {"memory_bytes", 20}, {"kind", "graphics"}},
                        {{"pid", 447}, {"memory_bytes", 30}, {"kind", "graphics"}},
                        {{"pid", 449}, {"kind", "mps"}}}}}));
  std::vector<GpuProcess> processes(16);
  ASSERT_EQ(one.gpu.read_processes(processes), 3);
  EXPECT_EQ(one.pids(), (Pids{447, 448, 449}));
  EXPECT_EQ(processes[0].memory_bytes, 30);
}

TEST(NvmlGpu, SeesProcessesComeAndGo) {
  OneGpu one(one_gpu({{"processes", {{{"pid", 447}, {"from_s", 1}, {"until_s", 2}}}}}));
  EXPECT_EQ(one.pids(), Pids{});
  one.go_to(1.5);
  EXPECT_EQ(one.pids(), Pids{447});
  one.go_to(2.5);
  EXPECT_EQ(one.pids(), Pids{});
}

// With entries of the wrong size the second process is garbage (go-nvml, nvitop).
TEST(NvmlGpu, ReadsTheSecondProcessInEveryVersionOfTheList) {
  const std::vector<std::string> no_v3 = {"nvmlDeviceGetComputeRunningProcesses_v3"};
  std::vector<std::string> no_suffix = no_v3;
  no_suffix.emplace_back("nvmlDeviceGetComputeRunningProcesses_v2");
  for (const auto& hidden : {std::vector<std::string>{}, no_v3, no_suffix}) {
    OneGpu one(one_gpu({{"processes", kThreeProcesses}}), hidden);
    EXPECT_EQ(one.pids(), (Pids{447, 448, 449})) << hidden.size();
  }
}

TEST(NvmlGpu, ReadsTheSecondProcessWhereTheNewestListHasAnotherLayoutThanItsNameSays) {
  for (const int bytes : {16, 24, 32}) {
    OneGpu one(one_gpu({{"processes", kThreeProcesses}, {"process_entry_bytes_v3", bytes}}));
    std::vector<GpuProcess> processes(16);
    ASSERT_EQ(one.gpu.read_processes(processes), 3);
    EXPECT_EQ(one.pids(), (Pids{447, 448, 449})) << bytes;
    EXPECT_EQ(processes[1].memory_bytes, 6521094144);
  }
}

TEST(NvmlGpu, DoesNotTakeUnknownMemoryForALot) {
  OneGpu one(one_gpu({{"processes", {{{"pid", 447}, {"memory_bytes", kNvmlUnknownMemory}}}}}));
  std::vector<GpuProcess> processes(1);
  ASSERT_EQ(one.gpu.read_processes(processes), 1);
  EXPECT_EQ(processes[0].memory_bytes, 0);
}

TEST(NvmlGpu, GivesAsManyProcessesAsThereIsRoomFor) {
  OneGpu one(one_gpu({{"processes", kThreeProcesses}}));
  std::vector<GpuProcess> processes(2);
  EXPECT_EQ(one.gpu.read_processes(processes), 2);
}

TEST(NvmlGpu, DoesNotKnowTheProcessesIfOneListFails) {
  OneGpu one(with_errors(one_gpu(), {{{"function", "nvmlDeviceGetGraphicsRunningProcesses_v3"},
                                      {"code", kNvmlNoPermission}}}));
  std::vector<GpuProcess> processes(2);
  EXPECT_EQ(one.gpu.read_processes(processes), -1);
}

TEST(NvmlGpu, KnowsTheProcessesIfAnotherListIsNotSupported) {
  OneGpu one(with_errors(
      one_gpu({{"processes", kThreeProcesses}}),
      {{{"function", "nvmlDeviceGetMPSComputeRunningProcesses_v3"}, {"code", kNvmlNotSupported}}}));
  EXPECT_EQ(one.pids().size(), 3u);
}

}  // namespace
}  // namespace mutlua
