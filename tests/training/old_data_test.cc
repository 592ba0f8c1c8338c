// SPDX-License-Identifier: MIT
#include <cstdio>

#include "support.h"
#include "support/legacy_data.h"
#include "training/draws.h"

namespace mutlua {
namespace {

/// What the old tool drew and read from its logs: facts to agree with.
class OldData : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(test::legacy_data() / "golden_mutations.json")) {
      GTEST_SKIP() << "no old data in " << test::legacy_data() << "; set MUTLUA_LEGACY_DATA";
    }
  }
  static Json read(const char* name) { return read_json(test::legacy_data() / name); }
  static const Model& first_of(const Catalogue& catalogue, const std::string& repository) {
    for (const Model& model : catalogue.models()) {
      if (model.repository == repository) return model;
    }
    throw Error(ErrorKind::internal, "no repository " + repository);
  }
};

void expect_same_draws(const Json& cases, const Catalogue& catalogue, int& compared) {
  for (const Json& one : cases) {
    PythonRandom random(one["seed"].get<std::uint64_t>());
    for (const Json& call : one["calls"]) {
      const Model* model = nullptr;
      for (const Model& candidate : catalogue.models()) {
        if (candidate.repository == call["repo"]) model = &candidate;
      }
      ASSERT_NE(model, nullptr) << call["repo"];
      const Mutations found =
          mutations(*model, call["params"].get<Texts>(), call["n"].get<int>(), {}, {}, random);
      ASSERT_EQ(found.sets.size(), call["result"].size()) << call["repo"] << call["params"];
      for (std::size_t i = 0; i < found.sets.size(); ++i) {
        for (const auto& [name, value] : found.sets[i]) {
          ASSERT_EQ(value.get<double>(), call["result"][i][name].get<double>())
              << call["repo"] << name;
          ++compared;
        }
      }
    }
  }
}

TEST_F(OldData, DrawsAreTheSame) {
  int compared = 0;
  expect_same_draws(read("golden_mutations.json")["cases"],
                    Catalogue::load({test::source_folder() / "settings/models.json"}), compared);
  EXPECT_GT(compared, 200);
}

TEST_F(OldData, MetricsAreTheSame) {
  const Catalogue catalogue = Catalogue::load({test::source_folder() / "settings/models.json"});
  int compared = 0;
  for (const Json& one : read("golden_metrics.json")) {
    const std::string log = read_file(test::legacy_data() / one["log"].get<std::string>());
    const std::string name = one["repo"].get<std::string>() + "/" + one["model"].get<std::string>();
    const LogReader reader = test::read_whole(catalogue.find(name), log);
    Json metrics = Json::object();
    for (const auto& [metric, value] : reader.metrics()) metrics[metric] = value;
    EXPECT_EQ(metrics, one["metrics"]) << one["log"];
    ++compared;
  }
  EXPECT_GT(compared, 20);
}

/// The number that was passed behind `-e`.
std::size_t epochs_asked_for(const std::string& log) {
  const std::size_t given = log.find(" -e ");
  return given == std::string::npos ? 0 : std::stoul(log.substr(given + 4, 6));
}

TEST_F(OldData, EpochsAreThoseThatWereAskedForUnlessTheCatalogueSaysWhyNot) {
  const Catalogue catalogue = Catalogue::load({test::source_folder() / "settings/models.json"});
  int compared = 0;
  for (const Json& one : read("golden_metrics.json")) {
    const std::string name = one["repo"].get<std::string>() + "/" + one["model"].get<std::string>();
    const Model& model = catalogue.find(name);
    const std::string log = read_file(test::legacy_data() / one["log"].get<std::string>());
    const std::size_t expected = model.epoch ? epochs_asked_for(log) : 0;
    EXPECT_EQ(test::read_whole(model, log).epochs().size(), expected) << one["log"];
    EXPECT_EQ(expected == 0, model.note.find("no epoch marks") != std::string::npos) << name;
    ++compared;
  }
  EXPECT_GE(compared, 24);
}

TEST_F(OldData, TheOldRegistryIsACatalogue) {
  const Catalogue catalogue = Catalogue::load({test::legacy_data() / "registry_v430.json"});
  EXPECT_EQ(catalogue.names().size(), 16u);
}

}  // namespace
}  // namespace mutlua
