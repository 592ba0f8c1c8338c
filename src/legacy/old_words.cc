// SPDX-License-Identifier: MIT
#include "legacy/old_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.h"

namespace mutlua {
namespace {

/// Longer short forms first: -mr before -m.
constexpr std::array<OldOption, 13> kOptions = {{
    {'e', "-ec", "--experiment-config", true, false},
    {'t', "-mt", "--mutate", true, false},
    {'x', "-mr", "--max-retries", true, false},
    {'r', "-r", "--repo", true, false},
    {'m', "-m", "--model", true, false},
    {'n', "-n", "--runs", true, false},
    {'g', "-g", "--governor", true, false},
    {'l', "-l", "--list", false, false},
    {'c', "-c", "--config", true, true},
    {'s', "-s", "--seed", true, true},
    {'S', "-S", "--enable-summary-append", false, false},
    {'N', "", "--skip-summary-append", false, false},
    {'h', "-h", "--help", false, true},
}};

/// Options of mutlua that begin like one of the old tool's, or as one begins.
constexpr std::array<const char*, 6> kOwn = {"--models",  "--remeasure",     "--retry-failed",
                                             "--results", "--share-machine", "--settle"};

bool is_digits(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_option(const std::string& word) {
  return word.size() > 1 && word.front() == '-' && !is_digits(word.substr(1));
}

const OldOption* called(const std::string& long_form) {
  std::vector<const OldOption*> fitting;
  for (const OldOption& option : kOptions) {
    const std::string name = option.long_form;
    if (name == long_form) return &option;
    if (name.starts_with(long_form)) fitting.push_back(&option);
  }
  if (fitting.empty()) return nullptr;
  if (fitting.size() == 1) return fitting.front();
  std::string names;
  for (const OldOption* option : fitting) {
    names += (names.empty() ? "" : ", ") + std::string(option->long_form);
  }
  throw Error(ErrorKind::usage, fmt::format("{} may stand for {}", long_form, names));
}

OldWord split_long(const std::string& word) {
  const std::size_t equals = word.find('=');
  const std::string name = word.substr(0, equals);
  if (std::find(kOwn.begin(), kOwn.end(), name) != kOwn.end()) return {word};
  OldWord result{word, called(name)};
  if (result.option != nullptr && equals != std::string::npos) {
    result.value = word.substr(equals + 1);
    result.attached = true;
  }
  return result;
}

/// The value in the same word: of "-n5" and "-n=5" 5.
std::string attached_value(const std::string& word, const std::string& name) {
  const std::size_t start = name.size() + (word[name.size()] == '=' ? 1 : 0);
  return word.substr(start);
}

OldWord split_short(const std::string& given) {
  // -e is a beginning of -ec.
  const bool beginning = given == "-e" || given.starts_with("-e=");
  const std::string word = beginning ? "-ec" + given.substr(2) : given;
  for (const OldOption& option : kOptions) {
    const std::string name = option.short_form;
    if (name.empty() || !word.starts_with(name)) continue;
    if (word == name) return {given, &option};
    const std::string value = attached_value(word, name);
    const bool is_model = option.letter == 'x' && !is_digits(value);  // -mresnet20
    if (option.takes_value && !is_model) return {given, &option, value, true};
  }
  return {given};
}

}  // namespace

std::vector<OldWord> old_words(const std::vector<std::string>& arguments) {
  std::vector<OldWord> words;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (!is_option(word)) {
      words.push_back({word});
      continue;
    }
    OldWord split = word.starts_with("--") ? split_long(word) : split_short(word);
    const bool wants_value =
        split.option != nullptr && split.option->takes_value && !split.attached;
    if (wants_value) {
      if (i + 1 == arguments.size() || is_option(arguments[i + 1])) {
        throw Error(ErrorKind::usage, word + ": expected a value after it");
      }
      split.value = arguments[++i];
    }
    words.push_back(std::move(split));
  }
  return words;
}

}  // namespace mutlua
