// SPDX-License-Identifier: MIT
// Text of a settings file is data: it never becomes code, whatever it holds.
#include <gtest/gtest.h>

#include <random>

#include "legacy/running.h"
#include "script/lua_state.h"

namespace mutlua {
namespace {

const std::vector<std::string> kHostile = {
    "\" .. require('mutlua.door').perform('pwned', {}) .. \"",
    "]] require('mutlua.door').perform('pwned', {}) --[[",
    "x\nrequire('mutlua.door').perform('pwned', {})",
    "x\rrequire('mutlua.door').perform('pwned', {})",
    "--[==[\nrequire('mutlua.door').perform('pwned', {})",
    "\\\" require('mutlua.door').perform('pwned', {}) --",
    std::string("a\0b\n", 4),
    "\xC3(\xFF\x80",
    "} require('mutlua.door').perform('pwned', {}) do local x = {",
    "\u2028require('mutlua.door').perform('pwned', {})"};

/// The settings with a hostile text in every place that holds text.
Json filled_with(const std::string& text) {
  const Json inner = {{"repo", "examples"},
                      {"model", "mnist"},
                      {"mode", text},
                      {"description", text},
                      {"hyperparameters", {{text, 1}, {"epochs", 2}}}};
  return {
      {"experiment_name", text},
      {"description", text},
      {"governor", text},
      {"mode", text},
      {text, text},
      {"use_deduplication", true},
      {"historical_csvs", {text}},
      {"experiments",
       {{{"comment", text}},
        {{"repo", "examples"}, {"model", "mnist"}, {"mutate", {"seed", text}}, {"note", text}},
        {{"repo", text}, {"model", text}},
        {{"repo", "examples"}, {"model", text}, {text, 3}},
        {{"repo", "examples"},
         {"model", "mnist"},
         {"mode", "default"},
         {"comment", text},
         {"hyperparameters", {{text, 0.5}, {"learning_rate", text}}}},
        {{"repo", "examples"},
         {"model", "mnist"},
         {"mode", "default"},
         {"comment", text},
         {"hyperparameters", {{text, 0.5}, {"learning_rate", 0.1}}}},
        {{"mode", "parallel"}, {"foreground", inner}, {"background", inner}, {"purpose", text}}}},
      {"model_pairs", {{{"model_a", inner}, {"model_b", {{"repo", text}, {"model", text}}}}}}};
}

class HostileText : public testing::TestWithParam<std::size_t> {};

TEST_P(HostileText, DoesNothing) {
  const std::string& text = kHostile[GetParam()];
  for (const bool strict : {false, true}) {
    const Translation translation =
        translate(filled_with(text), test::catalogue(), {.source_name = text, .strict = strict});
    const test::RunScript run = test::run(translation.script);  // refuses what it does not expect
    EXPECT_EQ(run.trials.size(), 3u) << translation.script;
    for (const Diagnostic& one : translation.diagnostics) {
      EXPECT_NO_THROW(static_cast<void>(Json(one.where + one.message).dump()));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Each, HostileText, testing::Range<std::size_t>(0, kHostile.size()));

/// Replaces values here and there by others, in place.
void spoil(Json& json, std::mt19937& random) {
  static const std::vector<Json> others = {
      nullptr,       true,           -1,  1e300, 0,          "all",     "x]]",           "\n",
      Json::array(), Json::object(), 3.5, "\"",  "parallel", "default", Json::array({1})};
  if (random() % 8 == 0) {
    json = others[random() % others.size()];
  } else if (json.is_structured()) {
    for (auto& item : json) spoil(item, random);
  }
}

/// Raises an error where the text is no Lua.
void expect_lua(const std::string& text) {
  LuaState state([&](const std::string&, const Json&) { return Json{{"text", text}}; });
  EXPECT_NO_THROW(state.run_text(
      "assert(loadstring(require('mutlua.door').perform('text', {}).text))", "x.lua"))
      << text;
}

TEST(SpoiledSettings, AlwaysBecomeAScriptThatLoads) {
  const Json whole = parse_json(R"({"experiment_name": "n", "governor": "performance",
      "runs_per_config": 2, "max_retries": 1, "mode": "mixed", "use_deduplication": true,
      "historical_csvs": ["a.csv"], "global_settings": {"runs_per_config": 3},
      "experiments": [
        {"repo": "examples", "model": "mnist", "mutate": ["epochs", "seed"], "baseline_runs": 1},
        {"repo": "VulBERTa", "model": "mlp", "mutation_type": "mutation", "timeout": 5,
         "mutate_params": {"epochs": {"distribution": "log_uniform", "min": 1, "max": 9}}},
        {"repo": "examples", "model": "mnist", "mode": "default", "hyperparameters": {"epochs": 1}},
        {"mode": "parallel", "foreground": {"repo": "examples", "model": "mnist", "mode": "default",
          "hyperparameters": {"epochs": 1}}, "background": {"repo": "examples", "model": "siamese"}},
        {"comment": "c"}],
      "model_pairs": [{"model_a": {"repo": "examples", "model": "mnist", "hp": "lr_min"},
                       "model_b": {"repo": "MRT", "model": "default", "hp": {"epochs": 2}}}]})",
                                "x");
  std::mt19937 random(3);
  for (int i = 0; i < 400; ++i) {
    Json spoiled = whole;
    for (auto& item : spoiled) spoil(item, random);
    expect_lua(test::translated(spoiled, i % 2 == 0).script);
  }
}

}  // namespace
}  // namespace mutlua
