// SPDX-License-Identifier: MIT
#include "lab/quality.h"

#include <gtest/gtest.h>

#include "lab/trial_run.h"

namespace mutlua {
namespace {

/// A trial of one training that went well, beside a load that ran all the time.
struct Attempt {
  Attempt() {
    model.name = "test/a";
    spec.foregrounds = {ModelUse{.model = &model}};
    measured.outcomes = {completed()};
    measured.meanwhile = Json::array({{{"model", "test/b"},
                                       {"failed_runs", 0},
                                       {"longest_gap_seconds", 0.0},
                                       {"restarts", 0},
                                       {"busy_fraction", 1.0}}});
  }

  static Outcome completed() {
    Outcome outcome;
    outcome.verdict.status = TrainingStatus::completed;
    outcome.exit.exit_code = 0;
    return outcome;
  }

  Outcome& outcome() { return measured.outcomes.front(); }
  Json& load() { return measured.meanwhile.front(); }

  Quality judged() const { return judge_quality(spec, measured, Thresholds()); }

  /// "error oom, ...": what was raised, without the sources that this machine lacks.
  std::string raised() const {
    const Quality quality = judged();
    std::string text;
    for (const Flags* flags : {&quality.performance_flags, &quality.flags}) {
      for (const Flag& each : *flags) {
        if (each.id == "source.missing") continue;
        text += (text.empty() ? "" : ", ") + to_text(each.severity) + " " + each.id;
      }
    }
    return text;
  }

  Model model;
  TrialSpec spec;
  Measured measured;
};

TEST(Quality, OfATrainingThatWentWellHasNoFlags) {
  const Attempt attempt;
  EXPECT_EQ(attempt.raised(), "");
  EXPECT_EQ(attempt.judged().performance, "ok");
  EXPECT_TRUE(attempt.judged().counts());
}

TEST(Quality, OfAFailedTrainingDoesNotCount) {
  Attempt attempt;
  attempt.outcome().verdict = {TrainingStatus::failed, "exit status 3", {}};
  attempt.outcome().exit.exit_code = 3;
  EXPECT_EQ(attempt.raised(), "error training.failed, error exit.nonzero");
  EXPECT_EQ(attempt.judged().performance, "invalid");
  EXPECT_FALSE(attempt.judged().counts());
  EXPECT_NE(attempt.judged().reason.find("exit status 3"), std::string::npos);
}

TEST(Quality, OfATrainingWithoutItsMetricSaysNothingOfItsExitStatus) {
  Attempt attempt;
  attempt.outcome().verdict = {TrainingStatus::failed, "no accuracy", {"accuracy"}};
  EXPECT_EQ(attempt.raised(), "error training.failed");
}

TEST(Quality, OfATrainingThatRanOutOfMemoryNamesIt) {
  Attempt attempt;
  attempt.outcome().verdict = {TrainingStatus::out_of_memory, "CUDA out of memory", {}};
  attempt.outcome().exit.exit_code = 1;
  EXPECT_EQ(attempt.raised(), "error training.failed, error oom");
}

TEST(Quality, OfATrainingThatLeftProcessesDoesNotCount) {
  Attempt attempt;
  attempt.outcome().exit.strays = 2;
  EXPECT_EQ(attempt.raised(), "error process.stray");
  EXPECT_FALSE(attempt.judged().counts());
}

TEST(Quality, OfAProtocolThatGaveUpDoesNotCount) {
  Attempt attempt;
  attempt.measured.outcomes.clear();
  attempt.measured.reason = "the load never started";
  EXPECT_EQ(attempt.raised(), "error protocol.gave_up");
  EXPECT_EQ(attempt.judged().reason, "the load never started");
}

TEST(Quality, BesideALoadOfTheScriptIsSuspect) {
  Attempt attempt;
  attempt.measured.besides = "test/b ran beside";
  EXPECT_EQ(attempt.raised(), "warn script.load");
  EXPECT_EQ(attempt.judged().performance, "suspect");
}

TEST(Quality, OfALoadThatCameBackIsSuspectAndOfOneThatStayedAwayInvalid) {
  Attempt attempt;
  attempt.load()["failed_runs"] = 1;
  attempt.load()["longest_gap_seconds"] = Thresholds().bg_died_seconds;
  EXPECT_EQ(attempt.raised(), "warn bg.died");
  attempt.load()["longest_gap_seconds"] = Thresholds().bg_died_seconds + 0.1;
  EXPECT_EQ(attempt.raised(), "error bg.died");
  EXPECT_FALSE(attempt.judged().counts());
}

TEST(Quality, OfALoadThatBeganAnewIsOkAndSaysSo) {
  Attempt attempt;
  attempt.load()["restarts"] = 4;
  EXPECT_EQ(attempt.raised(), "info bg.restarts");
  EXPECT_EQ(attempt.judged().performance, "ok");
}

TEST(Quality, OfALoadThatPausedMuchIsSuspect) {
  Attempt attempt;
  const double most = Thresholds().bg_idle_fraction_pct / 100;
  attempt.load()["busy_fraction"] = 1 - most + 0.01;
  EXPECT_EQ(attempt.raised(), "");
  attempt.load()["busy_fraction"] = 1 - most - 0.01;
  EXPECT_EQ(attempt.raised(), "warn bg.idle_fraction");
  attempt.load()["busy_fraction"] = nullptr;  // unknown is no reproach
  EXPECT_EQ(attempt.raised(), "");
}

TEST(Quality, WithoutEnergyIsARemarkUnlessItIsNeeded) {
  Attempt attempt;
  Quality quality = attempt.judged();
  ASSERT_EQ(quality.flags.size(), 2U);
  EXPECT_EQ(quality.flags[0].id, "source.missing");
  EXPECT_EQ(quality.flags[0].severity, Severity::info);
  attempt.spec.needs.cpu_energy = true;
  quality = attempt.judged();
  EXPECT_EQ(quality.flags[0].severity, Severity::error);
  EXPECT_EQ(quality.energy, "invalid");
  EXPECT_EQ(quality.performance, "ok");
  EXPECT_FALSE(quality.counts());
}

}  // namespace
}  // namespace mutlua
