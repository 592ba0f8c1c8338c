// SPDX-License-Identifier: MIT
#include "legacy/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/error.h"
#include "legacy/old_words.h"

namespace mutlua {
namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorKind::usage, message); }

/// What int() of Python takes, within 64 bits.
std::int64_t whole_number(const std::string& option, const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  const std::size_t last = text.find_last_not_of(" \t");
  std::string digits = first == std::string::npos ? "" : text.substr(first, last - first + 1);
  if (digits.starts_with('+') && !digits.starts_with("+-")) digits.erase(0, 1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) {
    fail(fmt::format("{}: expected a whole number, found '{}'", option, text));
  }
  return number;
}

/// The last value of each option wins; by the option's letter.
class Given {
 public:
  explicit Given(const std::vector<OldWord>& words) {
    for (const OldWord& word : words) {
      if (word.option != nullptr) values_[word.option->letter] = word.value;
    }
  }
  bool has(char letter) const { return values_.contains(letter); }
  std::string text(char letter) const { return has(letter) ? values_.at(letter) : ""; }
  std::optional<int> count(char letter, const std::string& option) const {
    if (!has(letter)) return std::nullopt;
    return static_cast<int>(
        std::clamp<std::int64_t>(whole_number(option, text(letter)), 0, 1000000));
  }

 private:
  std::map<char, std::string> values_;
};

std::optional<std::string> governor(const Given& given) {
  if (!given.has('g')) return std::nullopt;
  constexpr std::array<const char*, 4> known = {"performance", "powersave", "ondemand",
                                                "conservative"};
  const std::string word = given.text('g');
  if (std::find(known.begin(), known.end(), word) != known.end()) return word;
  fail(fmt::format("-g: expected {}, found '{}'", fmt::join(known, ", "), word));
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\n\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\n\r") - first + 1);
}

Json list_of(const std::string& names) {
  Json list = Json::array();
  for (std::size_t start = 0; start <= names.size();) {
    const std::size_t end = std::min(names.find(',', start), names.size());
    list.push_back(trimmed(names.substr(start, end - start)));
    start = end + 1;
  }
  return list;
}

/// The settings file that says what -r -m -mt -n -g -mr say. Its name tells what is asked, so that
/// the same question goes on where it stopped.
Json settings_of(const Given& given) {
  const Json names = list_of(given.text('t'));
  std::string question = given.text('r') + "/" + given.text('m') + ":";
  for (const Json& name : names) question += " " + name.get<std::string>();
  Json settings = {{"experiment_name", question}};
  if (const auto word = governor(given)) settings["governor"] = *word;
  settings["runs_per_config"] = given.count('n', "-n").value_or(1);
  settings["max_retries"] = given.count('x', "-mr").value_or(2);
  settings["experiments"] = Json::array({{{"repo", given.text('r')},
                                          {"model", given.text('m')},
                                          {"mode", "mutation"},
                                          {"mutate", names}}});
  return settings;
}

void note_traps(const std::vector<OldWord>& words, LegacyCommand& command) {
  for (const OldWord& word : words) {
    if (word.option == nullptr || !word.attached || word.written.starts_with("--")) continue;
    const std::string form = word.option->short_form;
    if ((form != "-mr" && form != "-mt") || word.written[form.size()] == '=') continue;
    command.diagnostics.push_back({DiagnosticKind::note, word.written,
                                   fmt::format("read as {} {}; the old tool took it for -m {}",
                                               form, word.value, word.written.substr(2))});
  }
}

void add_own_words(const std::vector<OldWord>& words, const Given& given, LegacyCommand& command) {
  if (given.has('c')) {
    command.words.emplace_back("--models");
    command.words.push_back(given.text('c'));
  }
  if (given.has('s')) {
    const std::int64_t seed = whole_number("-s", given.text('s'));
    // The old generator took the absolute value.
    command.words.emplace_back("--seed");
    command.words.push_back(std::to_string(seed < 0 ? 0 - static_cast<std::uint64_t>(seed)
                                                    : static_cast<std::uint64_t>(seed)));
  }
  for (const OldWord& word : words) {
    if (word.option == nullptr) command.words.push_back(word.written);
  }
}

void note_ignored(const Given& given, LegacyCommand& command) {
  for (const auto& [letter, option] :
       {std::pair('r', "-r"), std::pair('m', "-m"), std::pair('t', "-mt")}) {
    if (!given.has(letter)) continue;
    command.diagnostics.push_back(
        {DiagnosticKind::warning, option, "ignored: the settings file names the models"});
  }
}

void read_kind(const Given& given, LegacyCommand& command) {
  using Kind = LegacyCommand::Kind;
  if (given.has('l')) {
    command.kind = Kind::list;
  } else if (given.has('e')) {
    command.kind = Kind::settings;
    command.file = given.text('e');
    command.overrides = {.governor = governor(given),
                         .retries = given.count('x', "-mr"),
                         .runs = given.count('n', "-n")};
    note_ignored(given, command);
  } else if (given.has('r') && given.has('m') && given.has('t')) {
    command.kind = Kind::mutation;
    command.settings = settings_of(given);
  } else {
    fail(
        "expected -ec FILE, or all of -r REPOSITORY, -m MODEL and -mt NAMES; mutlua --help lists "
        "the commands");
  }
}

/// Whether the arguments can be the old tool's: it had neither commands nor scripts.
bool may_be_old(const std::vector<std::string>& arguments) {
  if (arguments.empty() || !arguments.front().starts_with('-')) return false;
  return std::none_of(arguments.begin(), arguments.end(),
                      [](const std::string& word) { return word.ends_with(".lua"); });
}

}  // namespace

std::optional<LegacyCommand> legacy_command_line(const std::vector<std::string>& arguments) {
  if (!may_be_old(arguments)) return std::nullopt;
  const std::vector<OldWord> words = old_words(arguments);
  const bool old = std::any_of(words.begin(), words.end(), [](const OldWord& word) {
    return word.option != nullptr && !word.option->shared;
  });
  const Given given(words);
  if (!old || given.has('h')) return std::nullopt;
  LegacyCommand command;
  read_kind(given, command);
  note_traps(words, command);
  add_own_words(words, given, command);
  command.append_summary = given.has('S');
  return command;
}

}  // namespace mutlua
