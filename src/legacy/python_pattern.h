// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace mutlua {

/// A regular expression of Python's `re` (texts, case ignored) in RE2's syntax: `\s` and `\S` are
/// Unicode's blanks, `$` also stands before a last line end, `\Z` is the end.
///
/// Source: The Python Standard Library, "re"; str.isspace() of CPython 3.
std::string python_pattern(const std::string& pattern);

}  // namespace mutlua
