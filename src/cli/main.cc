// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <clocale>
#include <cstdio>
#include <exception>

#include "base/error.h"
#include "cli/analyze.h"
#include "cli/check.h"
#include "cli/command_line.h"
#include "cli/doctor.h"
#include "cli/extract.h"
#include "cli/help_script.h"
#include "cli/import_results.h"
#include "cli/init.h"
#include "cli/measure.h"
#include "cli/models.h"
#include "cli/plan.h"
#include "cli/recompute.h"
#include "cli/run.h"
#include "cli/sessions.h"
#include "cli/stop.h"
#include "cli/text.h"
#include "cli/translate_file.h"
#include "system/own.h"

namespace mutlua {
namespace {

int exit_status(const Error& error) {
  switch (error.kind()) {
    case ErrorKind::usage:
    case ErrorKind::script:
      return 2;
    case ErrorKind::machine:
      return 3;
    case ErrorKind::stopped:
      return 143;
    case ErrorKind::internal:
      return 4;
  }
  return 4;
}

}  // namespace
}  // namespace mutlua

int main(int count, char** words) {
  mutlua::open_standard_streams();
  std::setlocale(LC_CTYPE, "");  // for widths on the terminal; numbers stay as in C
  try {
    return mutlua::dispatch({words + 1, words + count},
                            {.run = mutlua::run_study,
                             .plan = mutlua::plan_study,
                             .check = mutlua::check_file,
                             .init = mutlua::init_folder,
                             .help = mutlua::help_script,
                             .models = mutlua::list_models,
                             .results = mutlua::show_results,
                             .analyze = mutlua::analyze_sessions,
                             .sessions = mutlua::list_sessions,
                             .index = mutlua::rebuild_index,
                             .stop = mutlua::stop_study,
                             .measure = mutlua::measure_command,
                             .recompute = mutlua::recompute_trial,
                             .translate = mutlua::translate_file,
                             .extract = mutlua::extract_log,
                             .import_results = mutlua::import_old_results,
                             .export_table = mutlua::export_table,
                             .doctor = mutlua::examine_machine});
  } catch (const mutlua::Error& error) {
    fmt::print(stderr, "mutlua: {}\n", mutlua::printable(error.what(), "\n\t"));
    return mutlua::exit_status(error);
  } catch (const std::exception& error) {
    fmt::print(stderr, "mutlua: internal error: {}\n", error.what());
    return 4;
  }
}
