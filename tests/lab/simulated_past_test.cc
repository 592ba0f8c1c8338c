// SPDX-License-Identifier: MIT
#include "lab/simulated_past.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"
#include "lab/bench.h"

namespace mutlua {
namespace {

/// A session whose trials are named by one letter each.
class SimulatedPastOf : public testing::Test {
 protected:
  static Json record(int number) {
    const double degrees = 30.1 + number / 3.0;
    return {{"label", nullptr},
            {"factors", Json::object()},
            {"block", number % 2 == 0 ? Json("even") : Json(nullptr)},
            {"replicate", 1},
            {"energy", Json::object()},
            {"quality", {{"performance", "ok"}}},
            {"execution_number", number},
            {"idle_reference", number > 2 ? Json({{"trial", number}}) : Json(nullptr)},
            {"cooling",
             {{"idle",
               {{"seconds", 5.5},
                {"gpus", Json::array({{{"uuid", "GPU-1"}, {"watts", 20.25}}})},
                {"cpu_watts", {7.5, nullptr}},
                {"cpu_busy_fraction", nullptr}}},
              {"start_temperature_c", {{"GPU-1", degrees}}}}}};
  }

  void finish(const std::string& name) {
    const int number = static_cast<int>(trials_.size()) + 1;
    StoredTrial trial;
    trial.identity = trial.experiment_id = name;
    trial.number = number;
    trials_.push_back(std::make_shared<const StoredTrial>(trial));
    folder_.write(name + "/experiment.json", pretty_text(record(number)));
  }

  SimulatedPast past() {
    SimulatedPast past(bench_.machine);
    past.read(folder_.path(), trials_);
    return past;
  }

  /// A record that cannot be read: whoever needs it fails.
  void spoil(const std::string& name) { folder_.write(name + "/experiment.json", "{"); }

  TempFolder folder_;
  LabBench bench_;
  SimulatedPast::Trials trials_;
};

TEST_F(SimulatedPastOf, IsKeptSoThatRecordsNeedNotBeReadAgain) {
  for (const char* name : {"a", "b", "c", "d"}) finish(name);
  SimulatedPast first = past();
  first.store(folder_.path());
  for (const char* name : {"a", "b", "c", "d"}) spoil(name);
  EXPECT_EQ(past().surroundings(), first.surroundings());
}

TEST_F(SimulatedPastOf, ReadsTheRecordsOfTrialsThatWereFinishedLater) {
  for (const char* name : {"a", "b"}) finish(name);
  past().store(folder_.path());
  for (const char* name : {"c", "d"}) finish(name);
  const Json all = past().surroundings();
  std::filesystem::remove(folder_ / "simulation.json");
  EXPECT_EQ(past().surroundings(), all);
}

TEST_F(SimulatedPastOf, IsThatOfTrialsAddedOneByOne) {
  SimulatedPast added(bench_.machine);
  for (const char* name : {"a", "b", "c"}) {
    finish(name);
    added.add(name, record(static_cast<int>(trials_.size())));
  }
  EXPECT_EQ(past().surroundings(), added.surroundings());
  added.store(folder_.path());
  for (const char* name : {"a", "b", "c"}) spoil(name);
  EXPECT_EQ(past().surroundings(), added.surroundings());
}

TEST_F(SimulatedPastOf, IsReadFromTheRecordsIfATrialIsGone) {
  for (const char* name : {"a", "b", "c"}) finish(name);
  past().store(folder_.path());
  trials_.erase(trials_.begin());
  const Json without = past().surroundings();
  std::filesystem::remove(folder_ / "simulation.json");
  EXPECT_EQ(past().surroundings(), without);
  EXPECT_EQ(without[0]["temperatures"]["GPU-1"].size(), 1u);
}

TEST_F(SimulatedPastOf, IsReadFromTheRecordsIfWhatWasKeptIsDamaged) {
  for (const char* name : {"a", "b", "c"}) finish(name);
  const Json all = past().surroundings();
  for (const char* text : {"{", "[]", "{\"trials\": 3, \"digest\": 5}"}) {
    folder_.write("simulation.json", text);
    EXPECT_EQ(past().surroundings(), all) << text;
  }
}

TEST_F(SimulatedPastOf, RefusesADamagedRecordThatItNeeds) {
  finish("a");
  spoil("a");
  EXPECT_THROW(past(), Error);
}

}  // namespace
}  // namespace mutlua
