// SPDX-License-Identifier: MIT
// What a script calls its trials now, kept with the session for those who read it.
#include <gtest/gtest.h>

#include "lab/bench.h"
#include "store/trial_names.h"

namespace mutlua {
namespace {

Json trial(const std::string& label, int epochs) {
  return {{"foregrounds", {LabBench::model("a", {{"epochs", epochs}})}}, {"label", label}};
}

class Renamed : public testing::Test {
 protected:
  /// Two trials, measured under these names.
  void measure_two() {
    bench.begin_study();
    const std::vector<Json> trials = {trial("short", 3), trial("long", 30)};
    bench.identify(trials);
    bench.measure(trials[0], 1);
    bench.measure(trials[1], 2);
  }

  void begin_again() {
    bench.restart();
    bench.begin_study();
  }

  std::vector<std::string> kept() {
    std::vector<std::string> labels;
    for (const TrialNames& each : read_renamed(bench.lab().ledger().session_folder()))
      labels.push_back(*each.label);
    return labels;
  }

  LabBench bench;
};

using Labels = std::vector<std::string>;

TEST_F(Renamed, TrialsAreKnownBeforeAnythingIsMeasuredUnderANewName) {
  measure_two();
  begin_again();
  bench.identify({trial("few epochs", 3), trial("long", 30), trial("more", 40)});
  EXPECT_EQ(kept(), Labels{"few epochs"});
}

TEST_F(Renamed, TrialsThatTheScriptHasNotComeToKeepTheirNames) {
  measure_two();
  begin_again();
  bench.identify({trial("few epochs", 3), trial("many epochs", 30)});
  begin_again();
  bench.identify({trial("three epochs", 3)});
  EXPECT_EQ(kept(), (Labels{"many epochs", "three epochs"}));
  bench.identify({trial("short", 3), trial("long", 30)});
  EXPECT_EQ(kept(), Labels{});
}

TEST_F(Renamed, TrialsThatAreMeasuredAgainKeepTheirNewNames) {
  measure_two();
  bench.options.retry_failed = true;
  bench.script("a", {failing_run()});
  begin_again();
  const std::vector<Json> trials = {trial("few epochs", 3), trial("fails", 5)};
  bench.identify(trials);
  bench.measure(trials[1], 2);
  begin_again();
  bench.identify({trial("few epochs", 3), trial("still fails", 5)});
  EXPECT_EQ(kept(), (Labels{"few epochs", "still fails"}));
}

}  // namespace
}  // namespace mutlua
