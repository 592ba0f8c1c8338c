// SPDX-License-Identifier: MIT
#include "cli/design.h"

#include <fmt/format.h>

#include <cstdio>

#include "cli/old_command.h"
#include "cli/text.h"
#include "cli/words.h"
#include "legacy/translate.h"

namespace mutlua {
namespace {

Translation translation_of(const CommandLine& line, const Catalogue& catalogue) {
  const bool from_words = line.old.settings.is_object();
  const Json settings = from_words ? line.old.settings : read_json(line.run.script);
  Translation translation = translate(settings, catalogue,
                                      {.source_name = line.run.script.string(),
                                       .strict = line.strict,
                                       .overrides = line.old.overrides});
  if (!from_words) return translation;
  for (Diagnostic& each : translation.diagnostics) each.where = option_of(each.where);
  return translation;
}

}  // namespace

Design design_of(const CommandLine& line, const Catalogue& catalogue) {
  if (!line.old.given && !is_settings(line.run.script.string())) return {.script = line.run.script};
  Translation translation = translation_of(line, catalogue);
  Design design{.script = line.run.script.string() + " (translated)",
                .text = std::move(translation.script),
                .diagnostics = line.old.diagnostics,
                .complete = translation.complete};
  design.diagnostics.insert(design.diagnostics.end(), translation.diagnostics.begin(),
                            translation.diagnostics.end());
  return design;
}

void print_diagnostics(const Diagnostics& diagnostics, Verbosity verbosity) {
  std::fflush(stdout);  // what was printed before them stands before them, also in one file
  for (const Diagnostic& each : diagnostics) {
    if (each.severity == DiagnosticKind::note && verbosity == Verbosity::quiet) continue;
    const std::string place = each.where.empty() ? "" : printable(each.where, "") + ": ";
    fmt::print(stderr, "{}: {}{}\n", severity_name(each.severity), place,
               printable(each.message, "\n"));
  }
}

}  // namespace mutlua
