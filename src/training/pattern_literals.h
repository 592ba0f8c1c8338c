// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "training/literal_filter.h"

namespace mutlua {

/// A filter for literals one of which lies in every match of a regular expression in RE2's syntax,
/// which is to ignore case. Nothing if there are none, or if the filter could miss one.
std::optional<LiteralFilter> literals_of(const std::string& expression);

}  // namespace mutlua
