// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace mutlua {

/// JSON whose objects keep the order in which they were written: a catalogue's order is the order
/// of command-line arguments and of columns.
using Json = nlohmann::ordered_json;

/// Parses a JSON file. Throws Error(usage) with file, line and column of a fault, also for a
/// duplicate key, a number that no double holds, nesting deeper than 64, or more than `limit`
/// bytes.
Json read_json(const std::filesystem::path& path, std::size_t limit = 64u << 20);

/// Parses JSON text; `name` stands for the file in messages.
Json parse_json(std::string_view text, const std::string& name);

/// Text of a value with keys sorted and no blanks: equal values give equal text. For identities.
std::string canonical_text(const Json& value);
/// The same, behind a text: of a value, and of a text alone.
void append_canonical(std::string& out, const Json& value);
void append_canonical(std::string& out, std::string_view text);

/// Text for people and files: two blanks of indent, invalid UTF-8 replaced, no final newline.
std::string pretty_text(const Json& value);

/// The shortest decimal text that reads back as the same number: "0.1", "1e-05", "12".
/// What is recorded is what was passed to the training.
std::string number_text(double value);
/// The same for a JSON number; integers without a point, floats as number_text.
std::string number_text(const Json& value);

}  // namespace mutlua
