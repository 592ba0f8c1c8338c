// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mutlua {

/// An option of the old command line.
struct OldOption {
  char letter;             ///< 'e' for -ec, 't' for -mt, 'x' for -mr; else that of its short form
  const char* short_form;  ///< "-ec"; "" if it has none
  const char* long_form;   ///< "--experiment-config"
  bool takes_value;
  bool shared;  ///< mutlua has it too, so it does not tell whose command line it is
};

/// One word, or an option and its value.
struct OldWord {
  std::string written;                ///< the word as it stood
  const OldOption* option = nullptr;  ///< nullptr: not the old tool's
  std::string value = {};
  bool attached = false;  ///< -n5, -mr2: the value stood in the same word
};

/// Splits arguments as argparse does: short forms with the value behind them or after '=', long
/// ones by unambiguous beginnings. Of -mr2 and -mtall the longer short form is meant,
/// of -mresnet20 the shorter one. A word that
/// is not the old tool's comes back as it is. Throws Error(usage) for an ambiguous beginning or a
/// missing value.
std::vector<OldWord> old_words(const std::vector<std::string>& arguments);

}  // namespace mutlua
