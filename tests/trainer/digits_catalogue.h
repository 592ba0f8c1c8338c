// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "trainer/run_program.h"

namespace mutlua {

using Json = nlohmann::ordered_json;

inline Json read_settings(const std::string& file) {
  std::ifstream stream(MUTLUA_SOURCE_FOLDER "/settings/" + file);
  return Json::parse(stream).at("models");
}

inline const Json& digits() {
  static const Json models = read_settings("digits.json");
  return models;
}

struct ModelName {
  std::string repository;
  std::string model;
};

inline std::vector<ModelName> all_models() {
  std::vector<ModelName> names;
  for (const auto& [repository, fields] : digits().items()) {
    for (const auto& item : fields.at("models").items()) names.push_back({repository, item.key()});
  }
  return names;
}

inline std::vector<std::string> command_of(const ModelName& name) {
  std::vector<std::string> words = digits()[name.repository]["models"][name.model]["command"];
  EXPECT_EQ(words.front(), "mutlua-train");
  words.front() = MUTLUA_TRAIN;
  return words;
}

/// What stands behind `name: ` at the start of a line; -1 if there is none.
inline double metric(const std::string& name, const std::string& text) {
  const std::string start = "\n" + name + ": ";
  const std::size_t at = text.find(start);
  return at == std::string::npos ? -1 : std::stod(text.substr(at + start.size()));
}

}  // namespace mutlua
