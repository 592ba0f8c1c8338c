// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "cli/terminal.h"
#include "lab/run_options.h"
#include "legacy/diagnostic.h"
#include "legacy/settings.h"

namespace mutlua {

/// What `mutlua measure` is asked for.
struct MeasureRequest {
  std::vector<std::string> command;
  int runs = 1;
  int warmups = 0;
  double cooldown_seconds = 0;
  std::string gpus;                  ///< "0,GPU-8f6d"; empty: all
  std::filesystem::path output;      ///< of the JSON document, beside what is printed; empty: none
  std::filesystem::path keep_trace;  ///< folder of the raw traces; empty: none are kept
};

/// What `mutlua analyze` is asked for.
struct AnalyzeRequest {
  std::vector<std::string> sessions;  ///< names or folders; empty: the newest
  std::vector<std::string> by;        ///< what makes a cell; empty: model, background and factors
  std::vector<std::string> outcomes;  ///< empty: seconds, joules and the first metric
  std::string arm;  ///< "FACTOR" or "FACTOR=BASELINE"; empty: mode, if there is one
};

/// What `mutlua doctor` is asked for.
struct DoctorRequest {
  bool quick = false;
  bool rapl = false;
  bool overhead = false;
  double rapl_seconds = 30;
};

/// What a command line of the old tool says beside the words that are rewritten.
struct OldCommand {
  bool given = false;
  Json settings;              ///< of -r -m -mt: what stands in for a settings file; else null
  LegacyOverrides overrides;  ///< of -g, -mr and -n, over the settings file
  Diagnostics diagnostics;
};

/// What the user asked for.
struct CommandLine {
  RunOptions run;
  std::vector<std::filesystem::path> models;  ///< catalogue files; empty: the installed one
  Verbosity verbosity = Verbosity::normal;
  bool json = false;
  bool csv = false;
  bool explain = false;
  bool all = false;  ///< `plan` lists every trial
  bool rebuild = false;
  bool after_trial = false;
  MeasureRequest measure;
  AnalyzeRequest analyze;
  DoctorRequest doctor;
  std::filesystem::path trial;     ///< folder of `recompute`
  std::filesystem::path settings;  ///< file of `translate`
  std::filesystem::path output;    ///< of `translate`; empty: standard output
  bool strict = false;             ///< settings are read as the old tool did
  double rehearsal_seconds = 15;   ///< of the processor, that a script may take in a rehearsal
  bool simulate = false;           ///< `run` on the simulated machine
  std::string simulate_with;       ///< its figures: "drift=2,memory=4000"
  OldCommand old;
  std::filesystem::path log;       ///< of `extract`
  std::string model;               ///< of the log; empty: the record beside it says
  std::optional<int> exit_status;  ///< of the training; absent: the log or the record may say
  std::string session;             ///< name or folder of a session; empty: the newest

  std::filesystem::path folder = ".";          ///< of `init`
  std::vector<std::filesystem::path> folders;  ///< of `import`
  std::filesystem::path table;                 ///< of `export`; empty: standard output
  bool legacy = false;                         ///< `export` writes the old project's table
};

/// A sub-command, and the work that it stands for: gives the exit status.
using SubCommand = std::function<int(const CommandLine&)>;

struct Commands {
  SubCommand run;
  SubCommand plan;
  SubCommand check;
  SubCommand init;
  SubCommand help;
  SubCommand models;
  SubCommand results;
  SubCommand analyze;
  SubCommand sessions;
  SubCommand index;
  SubCommand stop;
  SubCommand measure;
  SubCommand recompute;
  SubCommand translate;
  SubCommand extract;
  SubCommand import_results;
  SubCommand export_table;
  SubCommand doctor;
};

/// Parses the arguments (without the program's name) and carries out the sub-command. A script, or
/// a settings file of the old tool, as the first word stands for `run FILE`; what follows `--` is
/// the command of `measure`. The old tool's own command line works as well. --help and --version
/// print and give 0. Throws Error(usage) for what it does not understand, and for a script that is
/// not there.
int dispatch(std::vector<std::string> arguments, const Commands& commands);

}  // namespace mutlua
