// SPDX-License-Identifier: MIT
#include "legacy/translate.h"

#include <algorithm>

#include "legacy/script.h"
#include "legacy/utf8.h"

namespace mutlua {

Translation translate(const Json& settings, const Catalogue& catalogue,
                      const TranslateOptions& options) {
  LegacyReading reading = read_legacy_settings(settings, catalogue, options.source_name,
                                               options.strict, options.overrides);
  Translation translation;
  translation.script = script_of(reading.settings, catalogue, options.source_name, options.strict);
  translation.diagnostics = std::move(reading.diagnostics);
  const auto& all = translation.diagnostics;
  translation.complete = std::none_of(all.begin(), all.end(), [](const Diagnostic& one) {
    return one.severity == DiagnosticKind::error;
  });
  return translation;
}

}  // namespace mutlua
