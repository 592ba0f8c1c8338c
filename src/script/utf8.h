// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace mutlua {

/// Whether the bytes are well-formed UTF-8: shortest forms, no surrogates, nothing above U+10FFFF.
/// Source: The Unicode Standard, table 3-7.
bool is_utf8(std::string_view bytes);

}  // namespace mutlua
