// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace mutlua {

using Digest = std::array<unsigned char, 32>;

/// SHA-256 of the bytes.
Digest sha256_digest(std::string_view bytes);

/// As 64 hexadecimal digits.
std::string hex(const Digest& digest);

/// The same back. Throws Error(internal) for other text.
Digest digest_of(std::string_view hex);

/// The hexadecimal digits of the bytes' SHA-256.
std::string sha256(std::string_view bytes);

/// The first 53 bits of the SHA-256: a whole number that Lua and JSON hold exactly.
std::uint64_t hash53(std::string_view bytes);

}  // namespace mutlua
