// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <random>

#include "base/error.h"
#include "base/files.h"
#include "energy/measured_load.h"
#include "energy/trace_reader.h"
#include "energy/window_json.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

TEST(RawTrace, GivesTheSameRecordAgain) {
  std::mt19937_64 random(4);
  for (int i = 0; i < 10; ++i) {
    const TempFolder folder;
    VirtualMachine machine;
    machine.add_package(200, random() % (1ULL << 32));
    FakeGpu& gpu = machine.add_gpu(random_phases(random));
    machine.add_gpu(random_phases(random)).facts.counter = false;
    machine.begin({.folder = folder.path(), .gpus = {}});
    for (int k = 0; k < 5; ++k) {
      gpu.draw(static_cast<double>(100 + random() % 600));
      machine.run(Seconds(1.3));
      machine.mark("part, \"with\" odd\ntext");
    }
    const Window window = machine.end();
    Json again = energy_record(recompute_window(folder.path()));
    Json stored = energy_record(window);
    EXPECT_EQ(again.dump(), stored.dump());
  }
}

TEST(RawTrace, OfAnInterruptedWindowEndsAtItsLastReading) {
  const TempFolder folder;
  VirtualMachine machine;
  machine.add_package(200);
  machine.begin({.folder = folder.path(), .gpus = {}});
  machine.run(Seconds(8.05));
  machine.measurement.reset();  // killed: no end was written
  std::string trace = read_file(folder / "trace.csv");
  folder.write("trace.csv", trace.substr(0, trace.size() - 7));  // and the last line is torn
  const Window window = recompute_window(folder.path());
  EXPECT_NEAR(window.cpu()->value, 200 * window.duration().count(), 0.5);
  EXPECT_GT(window.duration().count(), 7.5);
}

TEST(RawTrace, OfAnInterruptedWindowGivesTheGpuUpToItsLastReading) {
  const TempFolder folder;
  VirtualMachine machine;
  machine.add_package(200);
  FakeGpu& gpu = machine.add_gpu();
  machine.begin({.folder = folder.path(), .gpus = {}});
  gpu.draw(500);
  machine.run(Seconds(8.5));
  machine.measurement.reset();
  const Window window = recompute_window(folder.path());
  ASSERT_TRUE(window.gpu());
  EXPECT_NEAR(window.gpu()->value, gpu.truth(window).value, 0.1 * 500);
  EXPECT_FALSE(window.gpus[0].end_edge.aligned);
  EXPECT_GT(window.gpus[0].u_random.value, 40);
  EXPECT_GT(window.duration().count(), 6.9);
}

TEST(RawTrace, SaysWhereAFileIsNotOurs) {
  const TempFolder folder;
  VirtualMachine machine;
  machine.add_package(200);
  machine.begin({.folder = folder.path(), .gpus = {}});
  machine.run(Seconds(1));
  machine.end();
  std::string trace = folder.read("trace.csv");
  const std::size_t third = trace.find('\n', trace.find('\n') + 1) + 1;
  trace.insert(trace.find(',', third) + 1, "x");
  folder.write("trace.csv", trace);
  try {
    recompute_window(folder.path());
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("trace.csv:3"), std::string::npos) << error.what();
  }
}

TEST(RawTrace, OfRandomBytesIsRefusedAndNothingElse) {
  std::mt19937_64 random(11);
  const TempFolder folder;
  VirtualMachine machine;
  machine.add_package(200);
  machine.add_gpu();
  machine.begin({.folder = folder.path(), .gpus = {}});
  machine.run(Seconds(2));
  machine.end();
  const std::vector<std::string> names = {"trace.csv",        "marks.csv",       "slow.csv",
                                          "gpu_counter.csv",  "gpu_samples.csv", "sources.json",
                                          "gpu_processes.csv"};
  for (int i = 0; i < 150; ++i) {
    const std::string& name = names[random() % names.size()];
    const std::string good = read_file(folder / name);
    std::string bad = good;
    for (int k = 0; k < 4 && !bad.empty(); ++k)
      bad[random() % bad.size()] = static_cast<char>("0,-9\n\"x}{ 5"[random() % 11]);
    folder.write(name, bad);
    try {
      recompute_window(folder.path());
    } catch (const Error&) {
    }
    folder.write(name, good);
  }
}

}  // namespace
}  // namespace mutlua
