// SPDX-License-Identifier: MIT
#include "energy/sampler.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "energy/powercap.h"
#include "energy/powercap_tree.h"

namespace mutlua {
namespace {

const Sampler::Options kOnDemand{.period = Seconds(0.1), .threaded = false, .most_power = {1e5}};

struct Bench {
  LinuxClock clock;
  std::unique_ptr<Sampler> sampler;

  explicit Bench(const PowercapTree& tree, Sampler::Options options = kOnDemand) {
    auto source = std::make_unique<PowercapSource>(tree.root());
    const Unavailable unavailable{.cpu = source->problem(), .gpu = "no GPU is read"};
    std::vector<std::unique_ptr<EnergySource>> sources;
    sources.push_back(std::move(source));
    sampler = std::make_unique<Sampler>(clock, std::move(sources), unavailable, options);
  }
};

TEST(Sampler, MeasuresWhatTheCountersGainedBetweenItsEdges) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "1000000").zone("intel-rapl:0:0", "dram", "500000");
  Bench bench(tree);
  bench.sampler->begin();
  tree.set("intel-rapl:0", "4000000");
  tree.set("intel-rapl:0:0", "1000000");
  const Window window = bench.sampler->finish();
  EXPECT_DOUBLE_EQ(window.cpu()->value, 3.5);
  EXPECT_DOUBLE_EQ(window.scope("dram")->value, 0.5);
  EXPECT_DOUBLE_EQ(reading_of(window).at("cpu_joules").get<double>(), 3.5);
}

TEST(Sampler, AddsUpAcrossAWrapThatFallsBetweenTwoReadings) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "262143000000");
  Bench bench(tree);
  bench.sampler->begin();
  tree.set("intel-rapl:0", "671089");
  const Window window = bench.sampler->finish();
  EXPECT_NEAR(window.cpu()->value, 1.0, 1e-9);
  EXPECT_EQ(window.domains.at(0).wraps, 1);
}

TEST(Sampler, MarksTheEnergySoFarWithoutChangingTheSum) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "0");
  Bench bench(tree);
  bench.sampler->begin();
  tree.set("intel-rapl:0", "2000000");
  EXPECT_DOUBLE_EQ(bench.sampler->mark("epoch 1").cpu->value, 2);
  tree.set("intel-rapl:0", "5000000");
  EXPECT_DOUBLE_EQ(bench.sampler->finish().cpu()->value, 5);
}

TEST(Sampler, LeavesTheCpuUnknownWithAReasonWhereThereIsNoSensor) {
  const PowercapTree none;
  Bench bench(none);
  bench.sampler->begin();
  EXPECT_FALSE(bench.sampler->mark("epoch 1").cpu);
  const Json reading = reading_of(bench.sampler->finish());
  EXPECT_FALSE(reading.contains("cpu_joules"));
  EXPECT_FALSE(reading.contains("gpu_joules"));
  EXPECT_FALSE(reading.contains("total_joules"));
  EXPECT_NE(reading.at("reasons").at("cpu_joules").get<std::string>(), "");
  EXPECT_NE(reading.at("reasons").at("gpu_joules").get<std::string>(), "");
}

TEST(Sampler, LeavesTheSumUnknownIfACounterFailsAtAnEdge) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "garbage");
  Bench bench(tree);
  bench.sampler->begin();
  const Window window = bench.sampler->finish();
  EXPECT_FALSE(window.cpu());
  EXPECT_EQ(energy_record(window).at("cpu").at("gross_joules"), nullptr);
}

TEST(Sampler, KeepsTheRawReadingsAsATrace) {
  PowercapTree tree;
  tree.zone("intel-rapl:0", "package-0", "7");
  const TempFolder folder;
  Bench bench(tree);
  bench.sampler->begin(folder.path());
  tree.set("intel-rapl:0", "9");
  bench.sampler->finish();
  const std::string trace = folder.read("trace.csv");
  EXPECT_TRUE(trace.starts_with("t_ns,rapl.powercap.package-0\n")) << trace;
  EXPECT_NE(trace.find(",7\n"), std::string::npos);
  EXPECT_NE(trace.find(",9\n"), std::string::npos);
  EXPECT_EQ(parse_json(folder.read("sources.json"), "sources.json").size(), 1u);
}

/// Lets the test wait, without a clock, until the sampler's thread has read a number of times.
class CountingSource : public EnergySource {
 public:
  const std::vector<DomainInfo>& domains() const override { return domains_; }
  void read(std::span<Reading> readings) noexcept override {
    const std::lock_guard lock(mutex_);
    readings[0].raw = ++reads_;
    changed_.notify_all();
  }
  void wait_for_reads(std::uint64_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return reads_ >= count; });
  }

 private:
  std::vector<DomainInfo> domains_{
      {.id = "package-0", .scope = "package", .joules_per_unit = 1, .modulus = {}}};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t reads_ = 0;
};

TEST(Sampler, ReadsOnItsOwnThreadWhileAWindowIsOpen) {
  auto owned = std::make_unique<CountingSource>();
  CountingSource& source = *owned;
  std::vector<std::unique_ptr<EnergySource>> sources;
  sources.push_back(std::move(owned));
  LinuxClock clock;
  Sampler sampler(clock, std::move(sources), {},
                  {.period = Seconds(0.001), .threaded = true, .most_power = {1e12}});
  sampler.begin();
  source.wait_for_reads(5);
  sampler.mark("inside");
  const Window window = sampler.finish();
  EXPECT_GE(window.domains.at(0).readings, 6);
}

}  // namespace
}  // namespace mutlua
