// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>

namespace mutlua {

/// The command line asks for what cannot be: exit status 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The training went wrong and has no result: exit status 1.
struct TrainingFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace mutlua
