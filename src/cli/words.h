// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <vector>

namespace mutlua {

/// What the words of a command line can be.
struct KnownWords {
  std::vector<std::string> commands;
  std::set<std::string> with_script;  ///< of the commands
  std::set<std::string> with_value;   ///< options whose next word is their value: -c, --models, ...
  std::set<std::string> flags;        ///< options without a value
};

/// The words with the command first, then the script, then the rest as it stood. The script is the
/// first word that ends in .lua and is not the value of a known option, else the first that ends in
/// .json; without a command it stands for `run SCRIPT`. Words without a command or a script come
/// back as they are. Throws Error(usage) where a word stands in the command's place and is none.
std::vector<std::string> arranged(std::vector<std::string> words, const KnownWords& known);

/// Whether a word names a script.
bool is_script(const std::string& word);

/// Whether a word names a settings file of the old tool, which is a script once it is translated.
bool is_settings(const std::string& word);

}  // namespace mutlua
