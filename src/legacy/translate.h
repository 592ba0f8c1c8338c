// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/json.h"
#include "legacy/diagnostic.h"
#include "legacy/settings.h"
#include "training/catalogue.h"

namespace mutlua {

struct TranslateOptions {
  std::string source_name;  ///< path of the settings file, for the script's first line
  bool strict = false;      ///< read as the old tool did, and pass six decimals
  LegacyOverrides overrides = {};
};

struct Translation {
  std::string script;       ///< Lua text, UTF-8; text of the settings is never code in it
  Diagnostics diagnostics;  ///< in the order of the file
  bool complete = true;     ///< no experiment was left out because it cannot be run
};

/// The study that a settings file of the old tool describes, as a script. The same settings give
/// the same text. Throws Error(usage) if the document is no object.
Translation translate(const Json& settings, const Catalogue& catalogue,
                      const TranslateOptions& options);

}  // namespace mutlua
