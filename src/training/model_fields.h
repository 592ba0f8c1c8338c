// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/fields.h"
#include "training/model.h"

namespace mutlua {

/// Reads the fields that describe a model into it; what it already holds stays where the fields say
/// nothing, and hyperparameters, metrics, environment and roles merge by name. So an override
/// inside a repository is read over a copy of the repository's description.
///
/// Both vocabularies are understood: supported_hyperparams, performance_metrics.log_patterns,
/// train_script, epoch_pattern; and hyperparameters, metrics, command, epoch {pattern, at}.
/// Throws Error(kind) with the path of the field at fault. Does not call fields.finish().
void read_model_fields(Fields& fields, ErrorKind kind, Model& model);

/// What only a complete description can be asked: a command, flags of its own for every
/// hyperparameter, roles that name hyperparameters. Throws through `fields`.
void check_complete(const Fields& fields, const Model& model);

/// Refuses a name that could not be a folder or an argument: empty, blanks, '/', a leading '.' or
/// '-', control characters. Throws through `fields`.
void check_name(const Fields& fields, const std::string& field, const std::string& name);

}  // namespace mutlua
