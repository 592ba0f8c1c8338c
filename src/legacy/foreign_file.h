// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace mutlua {

/// The whole content of a file that somebody else wrote; nothing if there is no such file. What is
/// no regular file is never waited for. Throws Error(usage) with path and reason if it cannot be
/// read or is larger than `limit` bytes.
std::optional<std::string> read_foreign(const std::filesystem::path& file, std::size_t limit);

}  // namespace mutlua
