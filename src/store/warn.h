// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

namespace mutlua {

/// Receives what a person should hear of but what does not stop the work: one sentence each.
/// An empty function drops it.
using Warn = std::function<void(const std::string&)>;

}  // namespace mutlua
