// SPDX-License-Identifier: MIT
#include "energy/sampler.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "base/error.h"
#include "energy/window_json.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

/// Lets a test wait for the sensors' thread, and hold it inside a reading.
class HeldSource : public EnergySource {
 public:
  const std::vector<DomainInfo>& domains() const override { return domains_; }
  void read(std::span<Reading> readings) noexcept override {
    std::unique_lock lock(mutex_);
    readings[0].raw = ++reads_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !held_; });
  }
  void wait_for_reads(std::uint64_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return reads_ >= count; });
  }
  void hold(bool held) {
    const std::lock_guard lock(mutex_);
    held_ = held;
    changed_.notify_all();
  }

 private:
  std::vector<DomainInfo> domains_{{.id = "package-0",
                                    .scope = "package",
                                    .joules_per_unit = 1,
                                    .modulus = std::nullopt,
                                    .most_power = {1e12}}};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t reads_ = 0;
  bool held_ = false;
};

struct Bench {
  explicit Bench(Seconds patience = Seconds(60)) {
    Sensors sensors;
    auto owned = std::make_unique<HeldSource>();
    source = owned.get();
    sensors.cpu.push_back(std::move(owned));
    sensors.unavailable.gpu = "no GPU here";
    Rates rates;
    rates.tick = Seconds(0.001);
    sampler = std::make_unique<Sampler>(clock, std::move(sensors),
                                        Sampler::Options{.rates = rates, .patience = patience});
  }
  LinuxClock clock;
  HeldSource* source = nullptr;
  std::unique_ptr<Sampler> sampler;
};

TEST(Sampler, ReadsOnItsOwnThreadWhileAWindowIsOpen) {
  Bench bench;
  bench.sampler->begin();
  bench.source->wait_for_reads(5);
  bench.sampler->mark({.at = bench.clock.now(), .kind = "script", .label = "inside"});
  const Window window = bench.sampler->finish();
  EXPECT_GE(window.domains.at(0).readings, 6);
  ASSERT_EQ(window.marks.size(), 1u);
  EXPECT_TRUE(window.marks[0].cpu);
}

TEST(Sampler, AnswersTheMarksMadeSoFarInTheirOrder) {
  Bench bench;
  bench.sampler->begin();
  for (const char* label : {"a", "b", "c"})
    bench.sampler->mark({.at = bench.clock.now(), .kind = "script", .label = label});
  const std::vector<WindowMark> marks = bench.sampler->marks();
  ASSERT_EQ(marks.size(), 3u);
  EXPECT_EQ(marks[2].label, "c");
  EXPECT_LE(marks[0].cpu->value, marks[2].cpu->value);
  bench.sampler->finish();
}

TEST(Sampler, GivesUpOnASensorThatDoesNotAnswerAndSaysSo) {
  Bench bench(Seconds(0.01));
  bench.source->hold(true);
  bench.sampler->begin();
  const Window window = bench.sampler->finish();
  EXPECT_FALSE(window.cpu());
  const Json reading = reading_of(window);
  EXPECT_NE(reading.at("reasons").at("cpu_joules").get<std::string>().find("did not answer"),
            std::string::npos);
  bench.source->hold(false);
}

TEST(Sampler, MarksWithoutWaitingForASensorThatDoesNotAnswer) {
  Bench bench;
  bench.sampler->begin();
  bench.source->hold(true);
  bench.sampler->mark({.at = bench.clock.now(), .kind = "epoch", .label = "1"});  // comes back
  bench.source->hold(false);
  EXPECT_EQ(bench.sampler->finish().marks.size(), 1u);
}

TEST(Sampler, WaitsThroughTheSupervisionThatItWasGiven) {
  Bench bench;
  std::atomic<int> waits = 0;
  bench.sampler->set_wait([&](const std::function<bool()>& done, Instant) {
    ++waits;
    while (!done()) std::this_thread::yield();
  });
  bench.source->hold(true);
  std::thread late([&] {
    while (waits == 0) std::this_thread::yield();
    bench.source->hold(false);
  });
  bench.sampler->begin();
  late.join();
  bench.sampler->finish();
  EXPECT_GE(waits, 1);
}

TEST(Sampler, ObservesWithoutAWindow) {
  Bench bench;
  const auto seen = bench.sampler->observe();
  ASSERT_TRUE(seen);
  ASSERT_EQ(seen->cpu.size(), 1u);
  EXPECT_EQ(seen->cpu[0].raw, 1u);
}

TEST(Sampler, ThrowsWhereTheTraceCannotBeWrittenAndCanBeginAgain) {
  Bench bench;
  EXPECT_THROW(bench.sampler->begin({.folder = "/no/such/folder", .gpus = {}}), Error);
  bench.sampler->begin();
  EXPECT_TRUE(bench.sampler->finish().cpu());
}

TEST(Sampler, LeavesJoulesUnknownWithAReasonWhereThereIsNoSensor) {
  LinuxClock clock;
  Sampler sampler(clock, no_sensors("nothing to read"), {});
  sampler.begin();
  const Json reading = reading_of(sampler.finish());
  for (const char* field : {"cpu_joules", "gpu_joules", "total_joules"}) {
    EXPECT_FALSE(reading.contains(field));
    EXPECT_NE(reading.at("reasons").at(field).get<std::string>(), "");
  }
}

}  // namespace
}  // namespace mutlua
