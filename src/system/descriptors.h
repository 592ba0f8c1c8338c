// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <set>
#include <string>

namespace mutlua {

/// Closes every descriptor but standard input, output and error and those in `kept`.
void close_all_but(const std::set<int>& kept);

/// The first `limit` bytes of an open file. Throws Error(machine).
std::string read_descriptor(int file, std::size_t limit);

/// "what: reason" with the present errno as the reason. Throws Error(machine).
[[noreturn]] void throw_errno(const std::string& what);

}  // namespace mutlua
