// SPDX-License-Identifier: MIT
#include "cli/translate_file.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "cli/design.h"
#include "cli/installed.h"
#include "legacy/translate.h"
#include "system/caller.h"
#include "training/catalogue.h"

namespace mutlua {
namespace {

void write_script(const std::filesystem::path& file, const std::string& script) {
  if (std::filesystem::exists(file)) {
    throw Error(ErrorKind::usage,
                fmt::format("{} is there already and may have been edited; name another file",
                            file.string()));
  }
  write_file_durably(file, script);
  give_only_to_caller(file);
}

}  // namespace

int translate_file(const CommandLine& line) {
  const Catalogue catalogue = Catalogue::load(catalogue_files(line));
  const Translation translation =
      translate(read_json(line.settings), catalogue,
                {.source_name = line.settings.string(), .strict = line.strict, .overrides = {}});
  print_diagnostics(translation.diagnostics, line.verbosity);
  if (line.output.empty()) {
    fmt::print("{}", translation.script);
  } else {
    write_script(line.output, translation.script);
  }
  return translation.complete ? 0 : 1;
}

}  // namespace mutlua
