// SPDX-License-Identifier: MIT
#include "cli/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>
#include <utility>

#include "cli/text.h"

namespace mutlua {
namespace {

constexpr std::size_t kFarthestWord = 60;  // lines from the one that a message names
constexpr std::size_t kLongestLine = 120;  // bytes of a line that are shown

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Column, from 1, of a word that is no part of a longer one; 0 if it does not stand there.
int column_of(const std::string& word, const std::string& line) {
  for (std::size_t at = line.find(word); at != std::string::npos; at = line.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !is_word(word.front()) || !is_word(line[at - 1]);
    const bool ends = end == line.size() || !is_word(word.back()) || !is_word(line[end]);
    if (begins && ends) return static_cast<int>(at) + 1;
  }
  return 0;
}

/// Column of a word that stands as a text of Lua, "x" or 'x'; 0 if it does not.
int column_of_text(const std::string& word, const std::string& line) {
  for (const char quote : {'"', '\''}) {
    const std::size_t at = line.find(quote + word + quote);
    if (at != std::string::npos) return static_cast<int>(at) + 2;
  }
  return 0;
}

/// What stands in the quotes that open at or after a place: "x" or 'x'.
std::string quoted_from(const std::string& message, std::size_t from) {
  const std::size_t open = message.find_first_of("\"'", from);
  if (open == std::string::npos) return "";
  const std::size_t close = message.find(message[open], open + 1);
  return close == std::string::npos ? "" : message.substr(open + 1, close - open - 1);
}

/// The number at a place: ", given 2.5".
std::string number_at(const std::string& message, std::size_t from) {
  const std::size_t end = message.find_first_not_of("+-.0123456789", from);
  return message.substr(from, end == std::string::npos ? end : end - from);
}

/// The word that a message is about: what was given, or what Lua stumbled over, else the first that
/// it quotes, else the name in "model: name = value lies outside ...".
std::string subject_of(const std::string& whole) {
  const std::string message = whole.substr(0, whole.find("; did you mean"));
  for (const std::string before : {", given ", " near "}) {
    const std::size_t at = message.find(before);
    if (at == std::string::npos) continue;
    const std::string number = number_at(message, at + before.size());
    return number.empty() ? quoted_from(message, at) : number;
  }
  const std::string quoted = quoted_from(message, 0);
  if (!quoted.empty()) return quoted;
  const std::size_t equals = message.find(" = ");
  if (equals == std::string::npos) return "";
  std::size_t begin = equals;
  while (begin > 0 && is_word(message[begin - 1])) --begin;
  return message.substr(begin, equals - begin);
}

/// The blanks in front of a caret: tabs stay tabs, so that it stands below its column.
std::string caret_indent(const std::string& source, int column) {
  std::string before = printable(source.substr(0, static_cast<std::size_t>(column - 1)), "\t");
  const auto tabs = std::erase(before, '\t');
  return std::string(tabs, '\t') +
         std::string(static_cast<std::size_t>(display_width(before)), ' ');
}

/// The part of a very long line that is worth showing.
std::pair<std::string, int> cropped(const std::string& source, int column) {
  if (source.size() <= kLongestLine) return {source, column};
  auto begin = static_cast<std::size_t>(std::max(0, column - static_cast<int>(kLongestLine / 2)));
  const auto continues = [&](std::size_t at) {  // a letter of UTF-8 that began before
    return at < source.size() && (static_cast<unsigned char>(source[at]) & 0xC0u) == 0x80u;
  };
  while (continues(begin)) ++begin;
  std::size_t end = std::min(source.size(), begin + kLongestLine);
  while (continues(end)) ++end;
  return {source.substr(begin, end - begin), column - static_cast<int>(begin)};
}

/// Takes the first "FILE:12: " of a message, and all before it, for its place. False: there is
/// none.
bool take_place(Fault& fault) {
  for (std::size_t colon = fault.message.find(':'); colon < fault.message.find('\n');
       colon = fault.message.find(':', colon + 1)) {
    const std::size_t end = fault.message.find_first_not_of("0123456789", colon + 1);
    if (end == std::string::npos || end == colon + 1) continue;
    if (fault.message.compare(end, 2, ": ") != 0 || end - colon > 9) continue;
    fault.file = fault.message.substr(0, colon);
    fault.line = std::stoi(fault.message.substr(colon + 1, end - colon - 1));
    fault.message = fault.message.substr(end + 2);
    return true;
  }
  return false;
}

}  // namespace

Fault fault_of(const std::string& message, const std::string& file, DiagnosticKind severity) {
  Fault fault{.severity = severity, .file = file, .message = message};
  fault.message = message.substr(0, message.find("\nstack traceback:"));
  if (!take_place(fault)) return fault;
  // A file that cannot be read in stands behind the line that asked for it.
  const std::size_t inner = fault.message.find(".lua:");
  if (inner < fault.message.find_first_of(" \n")) take_place(fault);
  return fault;
}

void show_in(Fault& fault, const std::string& text, std::string word) {
  const std::vector<std::string> lines = lines_of(text);
  const auto first = static_cast<std::size_t>(fault.line);
  if (first == 0 || first > lines.size()) return;
  fault.source = lines[first - 1];
  if (word.empty()) word = subject_of(fault.message);
  if (word.empty()) return;
  const auto found = [&](std::size_t line, int column) {
    if (column == 0) return false;
    fault.line = static_cast<int>(line);
    fault.column = column;
    fault.source = lines[line - 1];
    return true;
  };
  for (std::size_t i = first; i <= std::min(lines.size(), first + kFarthestWord); ++i)
    if (found(i, column_of(word, lines[i - 1]))) return;
  for (std::size_t i = first; i > 0; --i)
    if (found(i, column_of_text(word, lines[i - 1]))) return;
}

std::string text_of(const Fault& fault) {
  const std::string place =
      fault.line > 0 ? fmt::format("{}:{}", fault.file, fault.line) : fault.file;
  const std::string severity = fault.severity == DiagnosticKind::error
                                   ? ""
                                   : std::string(severity_name(fault.severity)) + ": ";
  std::string text =
      fmt::format("{}: {}{}\n", printable(place), severity, printable(fault.message, "\n\t"));
  if (fault.source.empty()) return text;
  const auto [source, column] = cropped(fault.source, fault.column);
  text += fmt::format("    {}\n", printable(source, "\t"));
  if (column > 0) text += fmt::format("    {}^\n", caret_indent(source, column));
  return text;
}

Json to_json(const Fault& fault) {
  const auto known = [](int number) { return number > 0 ? Json(number) : Json(nullptr); };
  return {{"severity", severity_name(fault.severity)},
          {"file", fault.file},
          {"line", known(fault.line)},
          {"column", known(fault.column)},
          {"message", fault.message},
          {"source", fault.line > 0 ? Json(fault.source) : Json(nullptr)}};
}

}  // namespace mutlua
