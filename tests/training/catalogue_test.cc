// SPDX-License-Identifier: MIT
#include "training/catalogue.h"

#include "support.h"

namespace mutlua {
namespace {

using test::error_of;
using test::says;

Json parsed(const std::string& text) { return parse_json(text, "test"); }

Catalogue catalogue_of(const std::string& text) {
  Catalogue catalogue;
  catalogue.add(parsed(text), "settings/x.json");
  return catalogue;
}

/// A catalogue of one repository, "r", with these further fields.
Catalogue repository(const std::string& fields) {
  return catalogue_of(R"({"models": {"r": {"path": "repos/r", "train_script": "./train.sh", )" +
                      fields + "}}}");
}

std::string fault(const std::string& fields) {
  return error_of(ErrorKind::usage, [&] { repository(R"("models": ["m"], )" + fields); });
}

std::string fault_of_epochs(const std::string& fields) {
  return fault(R"("supported_hyperparams": {"epochs": {"flag": "-e", )" + fields + "}}");
}

std::string fault_of_models(const std::string& models) {
  return error_of(ErrorKind::usage, [&] { repository("\"models\": " + models); });
}

constexpr const char* kOldSchema = R"json({"models": {
  "examples": {
    "path": "repos/examples", "train_script": "./train.sh", "models": ["mnist", "siamese"],
    "supported_hyperparams": {
      "epochs": {"flag": "-e", "type": "int", "default": 10, "range": [5, 15],
                 "distribution": "uniform"},
      "seed": {"flag": "--seed", "type": "int", "default": null, "range": [0, 9999],
               "distribution": "uniform"},
      "learning_rate": {"flag": "-l", "type": "float", "default": 0.01, "range": [0.005, 0.02],
                        "distribution": "log_uniform", "zero_probability": 0.3}},
    "model_flag": "-n", "required_args": {"dataset": "-d  d2a", "more": "-x"},
    "performance_metrics": {"log_patterns": {"b": "B ([0-9.]+)", "a": "A ([0-9.]+)"}}},
  "plain": {"path": "p", "train_script": "./go", "models": ["default"],
            "supported_hyperparams": {}, "performance_metrics": {"log_patterns": {}}}}})json";

TEST(Catalogue, ReadsTheOldSchema) {
  const Catalogue catalogue = catalogue_of(kOldSchema);
  EXPECT_EQ(catalogue.names(),
            (std::vector<std::string>{"examples/mnist", "examples/siamese", "plain/default"}));
  const Model& model = catalogue.find("examples/siamese");
  EXPECT_EQ(model.repository, "examples");
  EXPECT_EQ(model.model, "siamese");
  EXPECT_EQ(model.path, "repos/examples");
  EXPECT_EQ(model.command, Texts{"./train.sh"});
  EXPECT_EQ(model.model_flag, "-n");
  EXPECT_EQ(model.required_arguments, (Texts{"-d", "d2a", "-x"}));
  EXPECT_EQ(model.hyperparameter_names(), (Texts{"epochs", "seed", "learning_rate"}));
  EXPECT_EQ(model.metrics[0].name, "b");
  EXPECT_FALSE(model.find("seed")->default_value);
  EXPECT_EQ(model.find("learning_rate")->distribution, Distribution::log_uniform);
  EXPECT_EQ(model.find("learning_rate")->zero_probability, 0.3);
  EXPECT_EQ(model.find("nothing"), nullptr);
}

TEST(Catalogue, TellsScriptsWhatAModelIs) {
  const Json told = to_json(catalogue_of(kOldSchema).find("examples/mnist"));
  EXPECT_EQ(told,
            parsed(R"json({"name": "examples/mnist", "repository": "examples", "model": "mnist",
    "hyperparameters": [
      {"name": "epochs", "flag": "-e", "type": "int", "default": 10, "low": 5, "high": 15,
       "distribution": "uniform"},
      {"name": "seed", "flag": "--seed", "type": "int", "low": 0, "high": 9999,
       "distribution": "uniform"},
      {"name": "learning_rate", "flag": "-l", "type": "float", "default": 0.01, "low": 0.005,
       "high": 0.02, "distribution": "log_uniform", "zero_probability": 0.3}],
    "metrics": ["b", "a"], "roles": {}})json"));
  EXPECT_TRUE(told["hyperparameters"][0]["default"].is_number_integer());
}

TEST(Catalogue, ReadsTheNewFields) {
  const Catalogue catalogue =
      catalogue_of(R"json({"catalogue": "mine", "note": "n", "models": {"r": {
    "path": "/opt/r", "command": ["python", "train.py"], "prefix": ["nice", "-n", "5"],
    "models": ["m"], "hyperparameters": {"steps": {"flag": "--steps", "type": "int"}},
    "metrics": {"acc": "acc (.*)"}, "env": {"A": "1"},
    "epoch": {"pattern": "^e ([0-9]+)", "at": "start"}, "timeout_seconds": 60,
    "roles": {"epochs": "steps"}, "memory_mb": 300, "gpu_percent": 40, "seconds_per_epoch": 1.5,
    "protocol": {"cooling": {"seconds": 5}, "settle": {"first_epoch": true, "most_seconds": 90}},
    "note": "why"}}})json");
  EXPECT_EQ(catalogue.name(), "mine");
  const Model& model = catalogue.find("r/m");
  EXPECT_EQ(model.command, (Texts{"python", "train.py"}));
  EXPECT_EQ(model.prefix, (Texts{"nice", "-n", "5"}));
  EXPECT_EQ(model.environment, (TextPairs{{"A", "1"}}));
  EXPECT_EQ(model.metrics[0].pattern, "acc (.*)");
  EXPECT_TRUE(model.epoch->at_start);
  EXPECT_EQ(model.timeout_seconds, 60);
  EXPECT_EQ(model.roles, (TextPairs{{"epochs", "steps"}}));
  EXPECT_EQ(model.settle["most_seconds"], 90);
  EXPECT_EQ(model.cooling["seconds"], 5);
  const Json told = to_json(model);
  EXPECT_EQ(told["memory_mb"], 300);
  EXPECT_EQ(told["gpu_percent"], 40);
  EXPECT_EQ(told["seconds_per_epoch"], 1.5);
  EXPECT_EQ(told["roles"]["epochs"], "steps");
}

TEST(Catalogue, LetsAModelOverrideItsRepository) {
  const Catalogue catalogue = repository(R"json("models": {
      "a": {"memory_mb": 10, "env": {"X": "a", "Z": "3"}, "metrics": {"m": "new"},
            "hyperparameters": {"epochs": {"default": 7, "range": [6, 8]},
                                "extra": {"flag": "-x", "type": "float"}},
            "command": ["run", "a"], "roles": {"steps": "extra"}},
      "b": {}, "c": null},
    "supported_hyperparams": {
      "epochs": {"flag": "-e", "type": "int", "default": 10, "range": [5, 15]}},
    "metrics": {"m": "old", "n": "kept"}, "env": {"X": "1", "Y": "2"}, "memory_mb": 99)json");
  const Model& a = catalogue.find("r/a");
  EXPECT_EQ(a.memory_mb, 10);
  EXPECT_EQ(a.environment, (TextPairs{{"X", "a"}, {"Y", "2"}, {"Z", "3"}}));
  EXPECT_EQ(a.metrics[0].pattern, "new");
  EXPECT_EQ(a.metrics[1].pattern, "kept");
  EXPECT_EQ(a.find("epochs")->default_value, 7);
  EXPECT_EQ(a.find("epochs")->high, 8);
  EXPECT_EQ(a.find("epochs")->flag, "-e");
  EXPECT_EQ(a.hyperparameter_names(), (Texts{"epochs", "extra"}));
  EXPECT_EQ(a.command, (Texts{"run", "a"}));
  const Model& b = catalogue.find("r/b");
  EXPECT_EQ(b.memory_mb, 99);
  EXPECT_EQ(b.find("epochs")->default_value, 10);
  EXPECT_EQ(b.command, Texts{"./train.sh"});
  EXPECT_NE(catalogue.look_up("r/c"), nullptr);
}

TEST(Catalogue, ChecksAnOverrideTogetherWithWhatItOverrides) {
  EXPECT_TRUE(says(
      error_of(ErrorKind::usage,
               [] {
                 repository(R"json("models": {"a": {"hyperparameters": {"rate": {"type": "int"}}}},
                  "hyperparameters": {"rate": {"flag": "-r", "type": "float", "default": 0.5}})json");
               }),
      "models.r.models.a.hyperparameters.rate.default: 0.5 is no whole number"));
}

TEST(Catalogue, MergesFilesWholeRepositoryByRepository) {
  const test::TemporaryFolder folder;
  const auto one = folder.write("one.json", R"json({"models": {
    "r": {"path": "old", "command": ["x"], "models": ["a", "b"]},
    "s": {"path": "s", "command": ["x"], "models": ["a"]}}})json");
  const auto two = folder.write("two.json", R"json({"models": {
    "r": {"path": "new", "command": ["x"], "models": ["b"]},
    "t": {"path": "t", "command": ["x"], "models": ["a"]}}})json");
  const Catalogue catalogue = Catalogue::load({one, two});
  EXPECT_EQ(catalogue.name(), "one+two");
  EXPECT_EQ(catalogue.names(), (std::vector<std::string>{"r/b", "s/a", "t/a"}));
  EXPECT_EQ(catalogue.find("r/b").path, "new");
}

TEST(Catalogue, ExpandsTheHomeFolder) {
  if (std::getenv("HOME") == nullptr) GTEST_SKIP() << "HOME is not set";
  const Catalogue catalogue = catalogue_of(
      R"json({"models": {"r": {"path": "~/vit", "command": ["x"], "models": ["m"]}}})json");
  EXPECT_EQ(catalogue.find("r/m").path, std::string(std::getenv("HOME")) + "/vit");
}

TEST(Catalogue, NamesTheFieldOfAReversedRange) {
  EXPECT_EQ(fault_of_epochs(R"("type": "int", "range": [20, 5])"),
            "settings/x.json: models.r.supported_hyperparams.epochs.range: min 20 is above max 5; "
            "write [5, 20]");
}

TEST(Catalogue, RefusesFaultyHyperparameters) {
  const std::pair<const char*, const char*> cases[] = {
      {R"("type": "float", "range": [0, 1], "distribution": "log_uniform")",
       "epochs.range: a log_uniform range must begin above 0"},
      {R"("type": "int", "default": 1.5)", "epochs.default: 1.5 is no whole number"},
      {R"("type": "int", "range": [1, 2.5])", "epochs.range: 2.5 is no whole number"},
      {R"("type": "integer")", "expected 'int' or 'float'"},
      {R"("type": "int", "range": [1])", "epochs.range: expected two numbers, [min, max]"},
      {R"("type": "int", "distribution": "log_unifrom")", "did you mean 'log_uniform'?"},
      {R"("type": "int", "zero_probability": 2)", "from 0 to 1"},
      {R"("default": 3)", "epochs.type: is missing"},
      {R"("type": "int", "defualt": 3)", "epochs.defualt: unknown field; did you mean 'default'?"},
  };
  for (const auto& [fields, words] : cases) EXPECT_TRUE(says(fault_of_epochs(fields), words));
}

TEST(Catalogue, RefusesFaultyRepositories) {
  const std::pair<const char*, const char*> cases[] = {
      {R"("supported_hyperparms": {})", "did you mean 'supported_hyperparams'?"},
      {R"("command": ["x"])", "models.r.train_script: stands beside command"},
      {R"json("metrics": {"a": "x(?!y)"})json", "models.r.metrics.a: the pattern /x(?!y)/"},
      {R"("performance_metrics": {"log_patterns": {"a": "("}})",
       "metrics.log_patterns.a: the pattern"},
      {R"("epoch": {"pattern": "x", "at": "middle"})", "epoch.at: expected 'start' or 'end'"},
      {R"("epoch": {"pattern": "x"}, "epoch_pattern": "y")", "epoch_pattern: stands beside epoch"},
      {R"("roles": {"epochs": "epoch"})", "roles.epochs: unknown hyperparameter 'epoch'"},
      {R"("gpu_percent": 140)", "gpu_percent: is above 100"},
      {R"("memory_mb": 0)", "memory_mb: expected a number above 0"},
      {R"("env": {"A": 1})", "env.A: expected a text"},
      {R"("prefix": [""])", "prefix: holds an empty text"},
      {R"("protocol": {"settle": {"second": 3}})", "did you mean 'seconds'?"},
      {R"("hyperparameters": {"a": {"flag": "-x", "type": "int"}, "b": {"flag": "-x", "type": "int"}})",
       "hyperparameters.b.flag: -x is already the flag of a"},
  };
  for (const auto& [fields, words] : cases) EXPECT_TRUE(says(fault(fields), words));
}

TEST(Catalogue, RefusesFaultyNames) {
  EXPECT_TRUE(says(fault_of_models("[]"), "models.r.models: is empty"));
  EXPECT_TRUE(says(fault_of_models(R"(["a", "a"])"), "'a' stands twice"));
  EXPECT_TRUE(says(fault_of_models(R"(["../a"])"), "a name must not"));
  EXPECT_TRUE(says(fault_of_models(R"({"a": {"path": "x"}})"), "models.r.models.a.path: is the"));
}

TEST(Catalogue, RefusesFaultyFiles) {
  const auto message = [](const char* text) {
    return error_of(ErrorKind::usage, [&] { catalogue_of(text); });
  };
  EXPECT_EQ(message(R"({"models": {"r": {"path": "p", "models": ["m"]}}})"),
            "settings/x.json: models.r.command: is missing; name the program to start");
  EXPECT_EQ(message(R"({"modles": {}})"), "settings/x.json: models: is missing");
  EXPECT_TRUE(says(message(R"({"experiments": []})"), "a settings file of the old tool"));
  EXPECT_EQ(message("[]"), "settings/x.json: expected {\"models\": {...}}, found a list");
  EXPECT_TRUE(
      says(message(R"({"models": {}, "sudy": 1})"), "settings/x.json: sudy: unknown field"));
}

TEST(Catalogue, SuggestsTheNearestModel) {
  const Catalogue catalogue = catalogue_of(kOldSchema);
  EXPECT_EQ(error_of(ErrorKind::script, [&] { catalogue.find("examples/minst"); }),
            "unknown model 'examples/minst'; did you mean 'examples/mnist'?");
}

TEST(Catalogue, TakesModelsThatAScriptDescribes) {
  Catalogue catalogue;
  const Json definition = parsed(R"json({
    "name": "mine/vit", "path": "/opt/vit", "command": ["python", "train.py"],
    "hyperparameters": {
      "epochs": {"flag": "--epochs", "type": "int", "default": 10, "range": [5, 15]}},
    "metrics": {"accuracy": "val acc: ([0-9.]+)"}, "epoch_pattern": "^epoch ([0-9]+)",
    "env": {"A": "1"}, "prefix": ["conda", "run", "-n", "vit"]})json");
  const Model& model = catalogue.define(definition);
  EXPECT_EQ(model.name, "mine/vit");
  EXPECT_FALSE(model.epoch->at_start);
  EXPECT_EQ(&catalogue.find("mine/vit"), &model);
  EXPECT_EQ(&catalogue.define(definition), &model);
  Json other = definition;
  other["path"] = "/else";
  EXPECT_TRUE(
      says(error_of(ErrorKind::script, [&] { catalogue.define(other); }), "already described"));
}

TEST(Catalogue, NamesTheFaultOfADescriptionInAScript) {
  Catalogue catalogue;
  const auto message = [&](const char* json) {
    return error_of(ErrorKind::script, [&] { catalogue.define(parsed(json)); });
  };
  EXPECT_TRUE(says(message(R"({"name": "vit"})"), "such as 'mine/vit'"));
  EXPECT_TRUE(says(message(R"({"name": "a/b"})"), "mut.define.command: is missing"));
  EXPECT_TRUE(
      says(message(R"({"name": "a/b", "comand": ["x"]})"), "mut.define.comand: unknown field"));
  EXPECT_TRUE(says(message(R"({"name": "a/b", "command": {}})"), "mut.define.command: is empty"));
}

TEST(Catalogue, KeepsItsModelsInPlaceWhenMoreAreDescribed) {
  Catalogue catalogue = catalogue_of(kOldSchema);
  const Model* before = &catalogue.find("examples/mnist");
  for (int i = 0; i < 100; ++i) {
    catalogue.define({{"name", "mine/m" + std::to_string(i)}, {"command", {"true"}}});
  }
  EXPECT_EQ(before, &catalogue.find("examples/mnist"));
}

}  // namespace
}  // namespace mutlua
