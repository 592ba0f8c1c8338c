// SPDX-License-Identifier: MIT
// What earlier sessions say of the GPU memory and utilisation of a model.
#include <gtest/gtest.h>

#include "lab/bench.h"
#include "lab/fake_sensors.h"

namespace mutlua {
namespace {

const Json kAlone = {{"foregrounds", {LabBench::model("a")}}};

class MeasuredUse : public testing::Test {
 protected:
  Json measured(const std::string& model = "a", bool imported = false) {
    return bench.perform("measured_use",
                         {{"model", LabBench::model(model)}, {"imported", imported}});
  }

  /// A session of its own with one trial that uses so much.
  void session(std::int64_t memory, std::int64_t percent, const Json& trial = kAlone) {
    machine.memory_used = memory;
    machine.utilisation = percent;
    begin_another();
    bench.identify({trial});
    bench.measure(trial, 1);
  }

  void begin_another() {
    bench.restart();
    bench.options.fresh = true;
    bench.begin_study();
  }

  FakeMachine machine;
  LabBench bench{[this](Clock& clock) { return fake_sensors(clock, machine, 1); }};
};

TEST_F(MeasuredUse, IsTheMedianOverTheTrialsOfOtherSessions) {
  session(500'000'000, 40);
  session(900'000'000, 60);
  session(700'000'000, 50);
  begin_another();
  const Json use = measured();
  EXPECT_EQ(use.at("memory_bytes"), Json({{"n", 3}, {"median", 7e8}}));
  EXPECT_EQ(use.at("gpu_percent").at("n"), 3);
  EXPECT_NEAR(use.at("gpu_percent").at("median").get<double>(), 50, 0.1);
}

TEST_F(MeasuredUse, OfAnEvenNumberIsTheMiddleOfTheTwoMiddleOnes) {
  session(500'000'000, 40);
  session(600'000'000, 40);
  begin_another();
  EXPECT_EQ(measured().at("memory_bytes").at("median"), 5.5e8);
}

TEST_F(MeasuredUse, IsUnknownAndNotZeroWhereNothingWasMeasured) {
  begin_another();
  EXPECT_EQ(measured().at("memory_bytes"), Json({{"n", 0}}));
  session(500'000'000, 40);
  begin_another();
  EXPECT_EQ(measured("b").at("gpu_percent"), Json({{"n", 0}}));
}

TEST_F(MeasuredUse, LeavesOutWhatHadALoadFailedOrWasSimulated) {
  Json beside = kAlone;
  beside["backgrounds"] = {LabBench::model("b")};
  session(500'000'000, 40, beside);
  session(500'000'000, 40, {{"foregrounds", {LabBench::model("a"), LabBench::model("b")}}});
  bench.script("a", {failing_run()});
  session(500'000'000, 40);
  begin_another();
  EXPECT_EQ(measured().at("memory_bytes").at("n"), 0);
  EXPECT_EQ(measured().at("gpu_percent").at("n"), 0);
  bench.script("a", {good_run()});
  bench.machine.simulated = true;
  session(500'000'000, 40);
  bench.machine.simulated = false;
  begin_another();
  EXPECT_EQ(measured().at("memory_bytes").at("n"), 0);
}

TEST_F(MeasuredUse, IsFrozenWithTheSession) {
  session(500'000'000, 40);
  const std::filesystem::path first = bench.lab().ledger().session_folder();
  begin_another();
  EXPECT_EQ(measured().at("memory_bytes").at("n"), 1);
  bench.identify({kAlone});
  bench.measure(kAlone, 1);
  bench.restart();
  std::filesystem::remove_all(first);
  std::filesystem::remove(bench.options.results / "mutlua.db");  // it is made anew
  bench.options.fresh = false;
  bench.begin_study();
  EXPECT_EQ(measured().at("memory_bytes"), Json({{"n", 1}, {"median", 5e8}}));
  begin_another();
  EXPECT_EQ(measured().at("memory_bytes").at("n"), 1);  // now that of the second session
}

}  // namespace
}  // namespace mutlua
