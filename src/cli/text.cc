// SPDX-License-Identifier: MIT
#include "cli/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cwchar>
#include <functional>
#include <sstream>

namespace mutlua {
namespace {

/// Calls each(bytes, columns) for every character and colour code.
void walk(const std::string& text, const std::function<bool(const std::string&, int)>& each) {
  std::mbstate_t state{};
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\x1b') {
      const std::size_t end = std::min(text.find('m', i), text.size() - 1);
      if (!each(text.substr(i, end - i + 1), 0)) return;
      i = end + 1;
      continue;
    }
    wchar_t character = 0;
    std::size_t size = std::mbrtowc(&character, text.data() + i, text.size() - i, &state);
    int columns = 1;
    if (size == 0 || size > text.size()) {
      size = 1;
      state = {};
    } else {
      columns = std::max(0, ::wcwidth(character));
    }
    if (!each(text.substr(i, size), columns)) return;
    i += size;
  }
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789.-+eE") == std::string::npos;
}

/// Bytes of the UTF-8 character that begins the text; 0 if none does, or it is a C1 control.
std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t size = byte(0) < 0x80                      ? 1
                           : byte(0) >= 0xc2 && byte(0) < 0xe0 ? 2
                           : byte(0) >= 0xe0 && byte(0) < 0xf0 ? 3
                           : byte(0) >= 0xf0 && byte(0) < 0xf5 ? 4
                                                               : 0;
  if (size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  return byte(0) == 0xc2 && byte(1) < 0xa0 ? 0 : size;
}

}  // namespace

std::string printable(std::string_view text, std::string_view kept) {
  std::string result;
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    const bool control =
        size == 0 || (size == 1 && (static_cast<unsigned char>(text[0]) < ' ' || text[0] == 0x7f));
    if (control && kept.find(text[0]) == std::string_view::npos) {
      result += '?';
    } else {
      result += text.substr(0, std::max<std::size_t>(size, 1));
    }
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return result;
}

int display_width(const std::string& text) {
  int width = 0;
  walk(text, [&](const std::string&, int columns) {
    width += columns;
    return true;
  });
  return width;
}

std::string cut(const std::string& text, int columns) {
  std::string result;
  int width = 0;
  walk(text, [&](const std::string& bytes, int wide) {
    if (width + wide > columns) return bytes.front() == '\x1b';
    width += wide;
    result += bytes;
    return true;
  });
  return result;
}

std::string wrapped(const std::string& text, int indent, int columns) {
  std::string result;
  int used = indent;
  std::istringstream words(printable(text));
  for (std::string word; words >> word;) {
    const int width = display_width(word);
    if (used > indent && used + 1 + width > columns) {
      result += "\n" + std::string(static_cast<std::size_t>(indent), ' ');
      used = indent;
    } else if (used > indent) {
      result += ' ';
      ++used;
    }
    result += word;
    used += width;
  }
  return result;
}

std::string duration_text(Seconds span) {
  if (span < Seconds(9.95)) return fmt::format("{:.1f}s", span.count());
  const long seconds = std::lround(span.count());
  if (seconds < 60) return fmt::format("{}s", seconds);
  if (seconds < 3600) return fmt::format("{}m {:02}s", seconds / 60, seconds % 60);
  if (seconds < 86400) return fmt::format("{}h {:02}m", seconds / 3600, seconds / 60 % 60);
  return fmt::format("{}d {}h", seconds / 86400, seconds / 3600 % 24);
}

std::string table_text(std::vector<std::vector<std::string>> rows) {
  for (auto& row : rows) {
    for (std::string& cell : row) cell = printable(cell);
  }
  std::vector<int> widths;
  std::vector<bool> numeric;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    widths.resize(std::max(widths.size(), rows[r].size()), 0);
    numeric.resize(widths.size(), true);
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      widths[c] = std::max(widths[c], display_width(rows[r][c]));
      if (r > 0 && !rows[r][c].empty() && !is_number(rows[r][c])) numeric[c] = false;
    }
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string padding(static_cast<std::size_t>(widths[c] - display_width(row[c])), ' ');
      line += (c > 0 ? "  " : "") + (numeric[c] ? padding + row[c] : row[c] + padding);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace mutlua
