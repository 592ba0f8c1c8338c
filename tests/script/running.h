// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "script/lua_state.h"

namespace mutlua {

/// A door that remembers what it was asked and gives back the request.
struct EchoDoor {
  std::vector<std::pair<std::string, Json>> asked;

  Door door() {
    return [this](const std::string& kind, const Json& request) {
      asked.emplace_back(kind, request);
      return request;
    };
  }
  /// The requests of one kind, in order.
  std::vector<Json> of(const std::string& kind) const {
    std::vector<Json> requests;
    for (const auto& [name, request] : asked) {
      if (name == kind) requests.push_back(request);
    }
    return requests;
  }
};

/// What `text` hands to `tell`, after it ran as scripts/x.lua: texts, numbers, tables.
inline Json told_by(const std::string& text, Door door = {}, LuaOptions options = {}) {
  Json told = Json::array();
  const Door listening = [&](const std::string& kind, const Json& request) {
    if (kind == "tell") told.push_back(request.at("value"));
    return kind == "tell" || !door ? Json::object() : door(kind, request);
  };
  const std::string preamble =
      "local door = require 'mutlua.door' "
      "local function tell(value) door.perform('tell', {value = value}) end ";
  LuaState(listening, std::move(options)).run_text(preamble + text, "scripts/x.lua");
  return told;
}

/// The Error that ends scripts/x.lua.
inline std::optional<Error> end_of(const std::string& text, Door door = {},
                                   LuaOptions options = {}) {
  try {
    told_by(text, std::move(door), std::move(options));
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

/// Its message; "" if the script ends well.
inline std::string message_of(const std::string& text, Door door = {}, LuaOptions options = {}) {
  const auto error = end_of(text, std::move(door), std::move(options));
  return error ? error->what() : "";
}

/// A door whose primitive `kind` throws the error.
inline Door refusing(const std::string& kind, const Error& error) {
  return [kind, error](const std::string& asked, const Json&) -> Json {
    if (asked == kind) throw Error(error);
    return Json::object();
  };
}

}  // namespace mutlua
