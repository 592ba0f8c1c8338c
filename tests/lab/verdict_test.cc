// SPDX-License-Identifier: MIT
// The verdict of a script on its study.
#include <gtest/gtest.h>

#include "base/error.h"
#include "lab/bench.h"

namespace mutlua {
namespace {

const Json kAlone = {{"foregrounds", {LabBench::model("a")}}};

TEST(StudyVerdict, IsTheLastOneThatTheScriptGave) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kAlone});
  bench.measure(kAlone, 1);
  EXPECT_EQ(bench.lab().passed(), std::nullopt);
  EXPECT_EQ(bench.perform("verdict", {{"passed", false}}), Json({{"given", true}}));
  EXPECT_EQ(bench.lab().passed(), false);
  bench.perform("verdict", {{"passed", true}});
  EXPECT_EQ(bench.lab().passed(), true);
}

TEST(StudyVerdict, IsNotGivenInARehearsal) {
  LabBench bench;
  bench.options.rehearsal = true;
  bench.begin_study();
  bench.identify({kAlone});
  EXPECT_EQ(bench.perform("verdict", {{"passed", false}}), Json({{"given", false}}));
  EXPECT_EQ(bench.lab().passed(), std::nullopt);
}

TEST(StudyVerdict, IsNeverThatNothingHasPassed) {
  LabBench bench;
  bench.begin_study();
  bench.identify({kAlone});
  EXPECT_EQ(bench.perform("verdict", {{"passed", true}}),
            Json({{"given", false}, {"reason", "nothing was measured"}}));
  EXPECT_EQ(bench.lab().passed(), false);
}

TEST(StudyVerdict, NeedsAStudyThatWasRun) {
  LabBench bench;
  bench.begin_study();
  EXPECT_THROW(bench.perform("verdict", {{"passed", true}}), Error);
}

}  // namespace
}  // namespace mutlua
