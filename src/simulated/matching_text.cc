// SPDX-License-Identifier: MIT
#include "simulated/matching_text.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "simulated/character_class.h"

namespace mutlua {
namespace {

constexpr char kGroup = '\x01';  // stands for the first group in what is being written
constexpr int kMostCopies = 64;  // of one atom
constexpr std::size_t kLongest = 4096;

/// What cannot be written; never leaves this file.
struct Unwritten {};

/// Reads an expression from left to right and writes as it goes.
class Writer {
 public:
  explicit Writer(std::string_view expression) : rest_(expression) {}

  std::string whole() {
    std::string text = alternatives();
    if (!rest_.empty()) throw Unwritten{};
    return text;
  }

 private:
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  char take_byte() {
    if (rest_.empty()) throw Unwritten{};
    const char byte = rest_.front();
    rest_.remove_prefix(1);
    return byte;
  }

  std::string alternatives() {
    std::string chosen = sequence();
    while (take("|")) {
      std::string other = sequence();
      if (!has_group(chosen) && has_group(other)) chosen = std::move(other);
    }
    return chosen;
  }

  std::string sequence() {
    std::string text;
    while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
      const std::string atom = this->atom();
      const int copies = quantifier(has_group(atom));
      for (int i = 0; i < copies; ++i) text += atom;
      if (text.size() > kLongest) throw Unwritten{};
    }
    return text;
  }

  std::string atom() {
    if (take("(")) return group();
    if (take("[")) return std::string(1, character_of(read_class(rest_)));
    if (take("\\")) return escape();
    if (take("^") || take("$")) return "";  // each text stands on a line of its own
    if (take(".")) return " ";
    return character();
  }

  /// One character of UTF-8, so that what follows it counts for all of it.
  std::string character() {
    std::string text(1, take_byte());
    while (!rest_.empty() && (static_cast<unsigned char>(rest_.front()) & 0xC0U) == 0x80)
      text += take_byte();
    return text;
  }

  std::string group() {
    bool captures = true;
    if (take("?")) {
      captures = take("P<") || take("<");
      const char end = captures ? '>' : ':';
      for (char byte = take_byte(); byte != end; byte = take_byte()) {
        if (byte == ')') return "";  // (?i) alone
      }
    }
    const bool first = captures && !seen_group_;
    if (captures) seen_group_ = true;
    std::string inside = alternatives();
    if (!take(")")) throw Unwritten{};
    return first ? std::string(1, kGroup) : inside;
  }

  std::string escape() {
    const std::string_view begin = rest_;
    const char letter = take_byte();
    if (std::strchr("bBAz", letter) != nullptr) return "";
    rest_ = begin;
    return std::string(1, character_of(read_escape(rest_)));
  }

  static char character_of(const std::optional<CharacterClass>& characters) {
    if (const auto chosen = characters ? chosen_character(*characters) : std::nullopt)
      return *chosen;
    throw Unwritten{};
  }

  /// How often the atom is written: as rarely as may be, but the group at least once.
  int quantifier(bool needed) {
    int copies = 1;
    if (take("*") || take("?")) {
      copies = needed ? 1 : 0;
    } else if (take("+")) {
      copies = 1;
    } else if (!rest_.empty() && rest_.front() == '{') {
      copies = std::max(counted(), needed ? 1 : 0);
    } else {
      return 1;
    }
    take("?");  // lazy
    return copies;
  }

  /// {n}, {n,} or {n,m}: n.
  int counted() {
    const std::size_t end = rest_.find('}');
    const std::string_view digits = "0123456789";
    const std::size_t comma = rest_.find_first_not_of(digits, 1);
    if (end == std::string_view::npos || comma == 1 || comma > end) throw Unwritten{};
    const int count =
        std::stoi("0" + std::string(rest_.substr(1, std::min(comma, std::size_t{4}) - 1)));
    rest_.remove_prefix(end + 1);
    if (count > kMostCopies) throw Unwritten{};
    return count;
  }

  static bool has_group(const std::string& text) { return text.find(kGroup) != std::string::npos; }

  std::string_view rest_;
  bool seen_group_ = false;
};

}  // namespace

std::optional<MatchingText> matching_text(const std::string& expression) {
  try {
    const std::string text = Writer(expression).whole();
    const std::size_t group = text.find(kGroup);
    if (group == std::string::npos)
      return MatchingText{.before = text, .after = "", .has_group = false};
    return MatchingText{
        .before = text.substr(0, group), .after = text.substr(group + 1), .has_group = true};
  } catch (const Unwritten&) {
    return std::nullopt;
  }
}

}  // namespace mutlua
