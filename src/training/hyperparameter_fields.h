// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "base/fields.h"
#include "training/model.h"

namespace mutlua {

/// Reads {flag, type, default, range, distribution, zero_probability} of the hyperparameter `name`,
/// a field of `fields`, over the one of the same name in the list, or as a new one at its end.
/// A new one needs flag and type. Throws Error(kind) with the path of the field at fault.
void read_hyperparameter(Fields& fields, ErrorKind kind, const std::string& name,
                         std::vector<Hyperparameter>& list);

}  // namespace mutlua
