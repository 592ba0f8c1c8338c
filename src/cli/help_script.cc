// SPDX-License-Identifier: MIT
#include "cli/help_script.h"

#include <fmt/format.h>

#include "cli/installed.h"
#include "cli/rehearsal.h"
#include "cli/script_host.h"
#include "cli/text.h"

namespace mutlua {
namespace {

struct Silent : Progress {
  void show(const ProgressEvent&) override {}
};

}  // namespace

int help_script(const CommandLine& original) {
  const CommandLine line = rehearsed(original);
  Catalogue catalogue = Catalogue::load(catalogue_files(line));
  Rehearsal rehearsal(catalogue);
  Silent silent;
  Json declared;
  const Design design = design_of(line, catalogue);
  ScriptHost host(line, design, rehearsal.machine, catalogue, silent,
                  {.pending_stop = {},
                   .stop_after_trial = {},
                   .on_options =
                       [&](const Json& options) {
                         declared = options;
                         throw Error(ErrorKind::stopped, "the options are known");
                       },
                   .on_session = {}});
  try {
    host.run();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::stopped) throw;
  }
  if (declared.empty()) {
    fmt::print("{} declares no options\n", line.run.script.string());
    return 0;
  }
  std::vector<std::vector<std::string>> rows{{"option", "default", "meaning"}};
  for (const Json& option : declared) {
    const Json& value = option.at("default");
    rows.push_back({"--" + option.at("name").get<std::string>(),
                    value.is_string()    ? value.get<std::string>()
                    : value.is_boolean() ? value.dump()
                                         : number_text(value),
                    option.value("help", "")});
  }
  fmt::print(
      "options of {} (after the script's name; those of mutlua itself: mutlua run --help)\n\n{}",
      line.run.script.string(), table_text(rows));
  return 0;
}

}  // namespace mutlua
