// SPDX-License-Identifier: MIT
#include "cli/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/fields.h"

namespace mutlua {
namespace {

bool is_option(const std::string& word) { return word.size() > 1 && word.front() == '-'; }

/// Whether the word is --name of a script, whose value may follow.
bool may_take_value(const std::string& word, const KnownWords& known) {
  return word.starts_with("--") && word.find('=') == std::string::npos &&
         !known.flags.contains(word);
}

/// The first word that is neither an option nor an option's value; the end if there is none.
std::size_t first_plain(const std::vector<std::string>& words, const KnownWords& known) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!is_option(words[i])) return i;
    const bool more = i + 1 < words.size();
    const bool of_script = may_take_value(words[i], known) && more && !is_option(words[i + 1]) &&
                           !is_script(words[i + 1]);
    if (known.with_value.contains(words[i]) || of_script) ++i;
  }
  return words.size();
}

std::size_t first_that(bool (*fits)(const std::string&), const std::vector<std::string>& words,
                       const KnownWords& known) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (known.with_value.contains(words[i])) {
      ++i;
    } else if (fits(words[i])) {
      return i;
    }
  }
  return words.size();
}

std::size_t script_in(const std::vector<std::string>& words, const KnownWords& known) {
  const std::size_t script = first_that(is_script, words, known);
  return script < words.size() ? script : first_that(is_settings, words, known);
}

/// Takes the command out of the words; a script stands for `run`.
std::string take_command(std::vector<std::string>& words, std::size_t place,
                         const KnownWords& known) {
  const std::string word = words[place];
  if (is_script(word) || is_settings(word)) return "run";
  if (std::find(known.commands.begin(), known.commands.end(), word) == known.commands.end()) {
    throw Error(
        ErrorKind::usage,
        fmt::format("unknown command '{}'{}; mutlua --help lists the commands, and the name "
                    "of a script ends in .lua, that of a settings file in .json",
                    word, suggestion(word, known.commands)));
  }
  words.erase(words.begin() + static_cast<std::ptrdiff_t>(place));
  return word;
}

}  // namespace

bool is_script(const std::string& word) { return !is_option(word) && word.ends_with(".lua"); }

bool is_settings(const std::string& word) { return !is_option(word) && word.ends_with(".json"); }

std::vector<std::string> arranged(std::vector<std::string> words, const KnownWords& known) {
  const std::size_t plain = first_plain(words, known);
  if (plain == words.size()) return words;
  const std::string command = take_command(words, plain, known);
  if (known.with_script.contains(command)) {
    const auto script = words.begin() + static_cast<std::ptrdiff_t>(script_in(words, known));
    if (script != words.end()) std::rotate(words.begin(), script, script + 1);
  }
  words.insert(words.begin(), command);
  return words;
}

}  // namespace mutlua
