// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "legacy/object.h"
#include "legacy/settings.h"

namespace mutlua {

/// The model that `repo` (or, repaired, `repository`) and `model` of the object name. Throws
/// CannotRun if one is missing or the catalogue does not know it.
const Model& model_named(LegacyObject& object, const LegacyContext& context);

/// The same where the repository may be abbreviated to a beginning that only one begins with.
const Model& model_abbreviated(LegacyObject& object, const LegacyContext& context);

/// Reads an object of hyperparameters into the training. Names that the model does not know are
/// left out with a warning; the strict reading records them, as the old tool did. Texts that hold
/// a number count as that number, and whole-number hyperparameters are cut to whole numbers, as in
/// the old tool. Throws CannotRun for a value that is no number.
void read_values(const Json& values, const std::string& where, const Model& model,
                 const LegacyContext& context, LegacyTraining& training);

}  // namespace mutlua
