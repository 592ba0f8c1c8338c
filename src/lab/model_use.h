// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "store/trial_record.h"
#include "training/catalogue.h"
#include "training/command.h"

namespace mutlua {

/// A model with the hyperparameters that it is started with.
struct ModelUse {
  const Model* model = nullptr;  ///< owned by the catalogue
  Values values;                 ///< what is passed, as the script has it, in argument order
  Json gpus;                 ///< where the script places it, as written; null: where the trial is
  TextPairs placement = {};  ///< environment that shows it its GPUs; see place()
  std::optional<std::vector<std::string>> gpu_uuids = {};  ///< of these; absent: it sees all
  Values recorded = {};                       ///< further ones for the record, never passed
  std::optional<int> argument_decimals = {};  ///< of floats that are passed; absent: all
  std::string drawn_seed = {};  ///< the model's seed, if its value is not the script's

  /// With the environment of its placement over the catalogue's.
  Command command() const;
};

/// Reads a model's description as scripts send it: {model, values = [[name, value], ...],
/// recorded? likewise, gpus?, varied? (see Treatment)}. Throws Error(script) for unknown models,
/// names and types.
ModelUse model_use(const Catalogue& catalogue, const Json& description, const std::string& where,
                   std::optional<int> argument_decimals = {});

/// A list of GPUs as a script writes it; {} is how an empty list comes from Lua. Throws
/// Error(script) for what is no list.
Json gpu_list(const Json& given, const std::string& where);

/// {name: value} of some values.
Json values_object(const Values& values);

/// {name: value} of what the record calls its hyperparameters: the values as the script has them,
/// and those that are only recorded.
Json recorded_hyperparameters(const ModelUse& use);

/// {name: value} of what the training is passed, where that is not what is recorded; else null.
Json passed_hyperparameters(const ModelUse& use);

/// Warns of values that are not 0 and are passed as 0.
std::vector<std::string> lost_values(const ModelUse& use);

/// All hyperparameters with the source of each value: passed, catalogue default, unknown.
std::vector<EffectiveValue> effective_values(const ModelUse& use);

/// The command as it can be executed on this machine, or why it cannot.
ResolvedCommand resolved(const ModelUse& use, const std::filesystem::path& program_folder);

CommandRecord command_record(const ModelUse& use, const std::filesystem::path& program_folder);

}  // namespace mutlua
