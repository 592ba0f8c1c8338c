// SPDX-License-Identifier: MIT
// Where a field of a JSON text stands. The text has been parsed: it is valid.
#include <algorithm>
#include <cctype>
#include <string_view>

#include "cli/fault.h"

namespace mutlua {
namespace {

/// Walks along a path: "experiments[0].note".
class Walk {
 public:
  Walk(std::string_view text, std::string_view path) : text_(text), path_(path) {}

  /// Offset of the last step of the path that is there; npos if not even the first is.
  std::size_t end() {
    while (!path_.empty() && step()) {
    }
    return found_;
  }

 private:
  bool step() {
    skip_blanks();
    return path_.front() == '[' ? enter_list() : enter_object();
  }

  bool enter_list() {
    const std::size_t close = path_.find(']');
    if (peek() != '[' || close == std::string_view::npos) return false;
    std::size_t wanted = 0;
    for (const char digit : path_.substr(1, close - 1)) {
      if (std::isdigit(static_cast<unsigned char>(digit)) == 0) return false;
      wanted = 10 * wanted + static_cast<std::size_t>(digit - '0');
    }
    path_.remove_prefix(close + 1);
    if (path_.starts_with('.')) path_.remove_prefix(1);
    for (take(); peek() != ']' && at_ < text_.size(); take_comma()) {
      if (wanted-- == 0) return arrive();
      skip_value();
    }
    return false;
  }

  bool enter_object() {
    if (peek() != '{') return false;
    for (take(); peek() == '"'; take_comma()) {
      const std::size_t begin = at_;
      skip_text();
      const std::string_view key = text_.substr(begin + 1, at_ - begin - 2);
      skip_blanks();
      if (begins_with(key)) {
        found_ = begin;
        take();  // the colon
        path_.remove_prefix(key.size());
        if (path_.starts_with('.')) path_.remove_prefix(1);
        return true;
      }
      take();
      skip_value();
    }
    return false;
  }

  /// Whether the path's next name is this key.
  bool begins_with(std::string_view key) const {
    if (key.empty() || !path_.starts_with(key)) return false;
    return path_.size() == key.size() || path_[key.size()] == '.' || path_[key.size()] == '[';
  }

  bool arrive() {
    found_ = at_;
    return true;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void take() {
    ++at_;
    skip_blanks();
  }
  void take_comma() {
    skip_blanks();
    if (peek() == ',') take();
  }
  void skip_blanks() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  void skip_text() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    ++at_;
  }

  /// Past a value: a text, or all up to the comma or bracket that ends it.
  void skip_value() {
    int depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        skip_text();
        if (depth == 0) return;
        continue;
      }
      if (depth == 0 && (c == ',' || c == ']' || c == '}')) return;
      if (c == '[' || c == '{') ++depth;
      if (c == ']' || c == '}') --depth;
      ++at_;
      if (depth == 0 && (c == ']' || c == '}')) return;
    }
  }

  std::string_view text_;
  std::string_view path_;
  std::size_t at_ = 0;
  std::size_t found_ = std::string_view::npos;
};

}  // namespace

void place_in_json(Fault& fault, const std::string& text, const std::string& path) {
  const std::size_t at = Walk(text, path).end();
  if (at >= text.size()) return;
  const auto begin = text.begin();
  fault.line =
      static_cast<int>(std::count(begin, begin + static_cast<std::ptrdiff_t>(at), '\n')) + 1;
  const std::size_t newline = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  const std::size_t start = newline == std::string::npos ? 0 : newline + 1;
  fault.column = static_cast<int>(at - start) + 1;
  fault.source = text.substr(start, text.find('\n', at) - start);
}

}  // namespace mutlua
