// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "fake_nvml/curve.h"

namespace mutlua {

/// Two columns of a CSV file with a header line and lines of comment ("#"): times in microseconds,
/// which become seconds, and values. Rows where one of them is blank are left out. Throws
/// std::runtime_error if the file or a column is missing.
std::vector<CurvePoint> read_csv(const std::filesystem::path& file, const std::string& time,
                                 const std::string& value);

}  // namespace mutlua
