// SPDX-License-Identifier: MIT
// Pairs of models by what an earlier study measured.
#include <gtest/gtest.h>

#include "cli/fake_machine.h"

namespace mutlua {
namespace {

constexpr const char* kMeasure = R"lua(
local mut = require "mutlua"
local study = mut.study { name = "alone" }
for _, name in ipairs { "test/a", "test/b" } do study:add { foreground = mut.model(name) } end
study:run()
)lua";

constexpr const char* kPairs = R"lua(
local mut = require "mutlua"
local design = require "mutlua.design"
local study = mut.study { name = "pairs" }
for _, pair in ipairs(design.pairs({ "test/a", "test/b" }, { figures = "measured" })) do
  print(pair.label, pair.memory_mb, pair.class, pair.data)
  study:add { foreground = pair.varied, background = pair.companion, factors = pair.factors }
end
study:run()
)lua";

TEST(MeasuredPairs, AreThoseOfWhatAnEarlierStudyMeasuredAndStayThemWhenContinued) {
  FakeMachine machine(Json::array(
      {{{"power", 80}, {"memory_bytes", 8'000'000'000}, {"memory_used_bytes", 2.5e9}}}));
  Workshop& workshop = machine.workshop;
  workshop.script(kPairs);
  const Ended unknown = workshop.run();
  EXPECT_EQ(unknown.status, 2) << unknown.err;
  EXPECT_NE(unknown.err.find("whose GPU memory no earlier session measured: test/a, test/b"),
            std::string::npos)
      << unknown.err;

  workshop.script(kMeasure);
  ASSERT_EQ(workshop.run().status, 0);
  workshop.script(kPairs);
  const std::string pair = "test/a + test/b\t5000\tmedium+medium\t2\n";
  EXPECT_EQ(workshop.mutlua({"plan", "study.lua"}).out.find("(rehearsed) " + pair), 0u);
  const Ended first = workshop.run();
  ASSERT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(first.out, pair);
  EXPECT_EQ(workshop.records().back().at("factors").at("class"), "medium+medium");

  // What is measured since then changes nothing, not even that it is gone.
  std::filesystem::remove_all(workshop.sessions().front());
  std::filesystem::remove(workshop.folder / "results/mutlua.db");
  const Ended again = workshop.run();
  EXPECT_EQ(again.out, pair) << again.err;
  EXPECT_NE(again.err.find("all 1 trials were done before"), std::string::npos) << again.err;
}

}  // namespace
}  // namespace mutlua
