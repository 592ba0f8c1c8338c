// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "energy/nvml_types.h"

namespace mutlua {

/// Why there is no GPU reading, and what to do about it: one sentence or two, for people.

/// `reason`: dlerror().
std::string problem_of_loading(const std::string& path, const std::string& reason);

/// The library lacks what every libnvidia-ml has.
std::string problem_of_foreign_library(const std::string& path);

/// nvmlInit gave `result`, in NVML's words `text`; `file` is the library that was loaded.
std::string problem_of_starting(NvmlReturn result, const std::string& text,
                                const std::string& file);

/// The driver runs but lists no device; `result` is what it said to the question how many.
std::string problem_of_no_device(NvmlReturn result, const std::string& text);

}  // namespace mutlua
