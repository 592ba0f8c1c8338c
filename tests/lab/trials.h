// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/files.h"
#include "lab/bench.h"

namespace mutlua {

inline const Json kAlone = {{"foregrounds", {LabBench::model("a", {{"epochs", 3}})}}};
inline const Json kBeside = {{"foregrounds", {LabBench::model("a", {{"epochs", 3}})}},
                             {"backgrounds", {LabBench::model("b")}}};

/// The record of a trial that gave this result.
inline Json record_in(const Json& result) {
  return read_json(std::filesystem::path(result.at("path").get<std::string>()) / "experiment.json");
}

/// A flag of the result's quality; nullptr if it is not flagged so.
inline const Json* flag_in(const Json& result, const std::string& id) {
  for (const Json& flag : result.at("quality").at("flags")) {
    if (flag.at("id") == id) return &flag;
  }
  return nullptr;
}

/// What an action throws. A kind that no test expects, if it throws nothing.
template <typename Action>
Error error_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  return {ErrorKind::internal, "no error"};
}

}  // namespace mutlua
