// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "training/model.h"

namespace mutlua {

/// Hyperparameters as they are passed to a training, in argument order; numbers.
using Values = std::vector<std::pair<std::string, Json>>;

/// The text that is passed for a value: "10", "0.1", "1e-05"; with so many decimals where a number
/// of them is given and the hyperparameter takes fractions: "0.100000".
std::string value_text(const Hyperparameter& hyperparameter, const Json& value,
                       std::optional<int> decimals = {});

/// The number that this text says: the value itself unless decimals are given.
Json passed_value(const Hyperparameter& hyperparameter, const Json& value,
                  std::optional<int> decimals);

/// How a training is started: always a list of arguments, never a shell string.
struct Command {
  Texts argv;             ///< the same on every machine: a bare program name stays bare
  TextPairs environment;  ///< the catalogue's, over the caller's
  std::filesystem::path folder;
};

/// Throws Error(script) for an unknown name, a value that is not a number, a fraction where the
/// catalogue says int, or a name given twice. Returns a warning for each value outside its range.
std::vector<std::string> check_values(const Model& model, const Values& values);

/// prefix, command, [model flag, model], required arguments, then flag and value of each value.
/// Without `decimals` a value's text is the shortest that reads back as the same number: what is
/// recorded is what is passed. REQUIRES: check_values() passed.
Command command_for(const Model& model, const Values& values, std::optional<int> decimals = {});

/// A command that can be executed on this machine, or why it cannot.
struct ResolvedCommand {
  Command command;      ///< argv[0] with the path of the program, the folder absolute
  std::string problem;  ///< "examples/mnist: cannot start ./train.sh: ..."; empty if all is there
};

/// Looks for the working folder, the program (a bare name beside mutlua in `program_folder`, then
/// on PATH; one with a slash from the working folder) and, behind a prefix, a training script.
/// Throws nothing: an absent training is a fact that plans and records state.
ResolvedCommand resolve(const Model& model, const Command& command,
                        const std::filesystem::path& program_folder);

}  // namespace mutlua
