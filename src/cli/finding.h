// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace mutlua {

/// One thing that `mutlua doctor` looked at.
struct Finding {
  enum class State {
    ok,
    warn,   ///< the machine cannot do it, or a figure may be doubtful
    error,  ///< it is there and cannot be used: can be mended
  };
  std::string area;  ///< "CPU energy"
  std::string name;  ///< "perf"
  State state = State::ok;
  std::string text;    ///< what was found
  std::string remedy;  ///< the command, or what else to do; empty: nothing
  Json detail;         ///< figures for --json; null: none
};
using Findings = std::vector<Finding>;

inline const char* to_text(Finding::State state) {
  switch (state) {
    case Finding::State::ok:
      return "OK";
    case Finding::State::warn:
      return "WARN";
    case Finding::State::error:
      return "ERROR";
  }
  return "ERROR";
}

}  // namespace mutlua
