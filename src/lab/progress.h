// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "base/json.h"
#include "base/units.h"

namespace mutlua {

struct StudyBegun {
  std::string study;
  std::string catalogue;
  std::filesystem::path session;  ///< empty while there is none
  std::size_t trials = 0;
  std::size_t done = 0;
  bool simulated = false;
};

struct TrialBegun {
  std::size_t position = 0;  ///< of the trials, counting those that were done before
  std::size_t trials = 0;
  int number = 0;     ///< NNN of its folder
  std::string title;  ///< "densenet121 + mnist": what is measured, then the load
  std::string block;
  std::string label;
  int attempt = 1;
  int attempts = 1;
};

/// What the trial is doing from now on: "cooling", "settling", "training", ...
struct Phase {
  std::string name;
  std::optional<Seconds> expected;
};

/// A second has passed.
struct Tick {
  Seconds in_phase{0};
  std::optional<std::int64_t> epoch;
  std::optional<std::int64_t> epochs;
};

struct AttemptFailed {
  TrialBegun trial;
  std::string reason;
};

struct TrialEnded {
  TrialBegun trial;
  Json result;  ///< as the script gets it
  Seconds duration{0};
};

/// What deserves a look but stops nothing; a note: what was decided on the script's behalf.
struct Warning {
  std::string message;
  bool note = false;
  std::string where = {};  ///< "study.lua:41: ", the script's line; empty where it has none
};

struct StudyEnded {
  std::size_t trials = 0;
  std::size_t reused = 0;     ///< done before
  std::size_t valid = 0;      ///< of all
  std::size_t invalid = 0;    ///< of all: they failed or do not count
  std::size_t repeats = 0;    ///< how often this run has measured again what it had measured itself
  std::size_t elsewhere = 0;  ///< not among all: other sessions' trials count in their place
  std::filesystem::path session;
};

using ProgressEvent = std::variant<StudyBegun, TrialBegun, Phase, Tick, AttemptFailed, TrialEnded,
                                   Warning, StudyEnded>;

/// Hears what a study is doing: the terminal, or nobody.
struct Progress {
  virtual ~Progress() = default;
  virtual void show(const ProgressEvent& event) = 0;
};

}  // namespace mutlua
