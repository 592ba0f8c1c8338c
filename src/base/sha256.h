// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mutlua {

/// SHA-256 of the bytes, as 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

/// The first 53 bits of the SHA-256: a whole number that Lua and JSON hold exactly.
std::uint64_t hash53(std::string_view bytes);

}  // namespace mutlua
