// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "legacy/translate.h"
#include "training/catalogue.h"

namespace mutlua::test {

/// One trial that a script adds, and what it passes.
struct AddedTrial {
  std::string foreground;
  Json values;                         ///< name -> number, what is only recorded included
  std::vector<std::string> arguments;  ///< what follows the training script
  std::string background;              ///< "" for none
  std::string background_arguments;
  Json timeout_seconds;
  std::string label;

  bool parallel() const { return !background.empty(); }
};

/// What a script asked of the library, run to its end.
struct RunScript {
  Json study;                         ///< what mut.study asked of the lab
  std::vector<Json> draws;            ///< what mut.mutations asked: model, names, n, ranges, past
  std::vector<AddedTrial> trials;     ///< replicates counted out, in the order added
  std::vector<std::string> warnings;  ///< notes too
};

/// The catalogue that comes with the program.
const Catalogue& catalogue();

Translation translated(const Json& settings, bool strict = false);
/// The same of JSON text.
Translation translated(const char* text, bool strict = false);

/// Runs a script with the real library and lab, as `mutlua plan` does. Its draws are those of the
/// seed, and nothing is trained. Throws what ends the script.
RunScript run(const std::string& script, std::uint64_t seed = 42);

/// "warning experiments[0].timeout", ...: severity and place of each.
std::vector<std::string> places(const Diagnostics& diagnostics);

/// What is said about one place; "" if nothing is.
std::string said_of(const Diagnostics& diagnostics, const std::string& where);

}  // namespace mutlua::test
