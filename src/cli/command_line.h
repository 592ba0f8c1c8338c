// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/terminal.h"
#include "lab/run_options.h"

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

/// What `mutlua doctor` is asked for.
struct DoctorRequest {
  bool quick = false;
  bool rapl = false;
  bool overhead = false;
  double rapl_seconds = 30;
};

/// What the user asked for.
struct CommandLine {
  RunOptions run;
  std::vector<std::filesystem::path> models;  ///< catalogue files; empty: the installed one
  Verbosity verbosity = Verbosity::normal;
  bool json = false;
  bool csv = false;
  bool explain = false;
  bool rebuild = false;
  bool after_trial = false;
  MeasureRequest measure;
  DoctorRequest doctor;
  std::filesystem::path trial;     ///< folder of `recompute`
  std::filesystem::path settings;  ///< file of `translate`
  std::filesystem::path output;    ///< of `translate`; empty: standard output
  bool strict = false;             ///< `translate` reads as the old tool did
  std::filesystem::path log;       ///< of `extract`
  std::string model;               ///< of the log; empty: the record beside it says
  std::optional<int> exit_status;  ///< of the training; absent: the log or the record may say
  std::string session;             ///< name or folder of a session; empty: the newest
};

/// A sub-command, and the work that it stands for: gives the exit status.
using SubCommand = std::function<int(const CommandLine&)>;

struct Commands {
  SubCommand run;
  SubCommand plan;
  SubCommand help;
  SubCommand models;
  SubCommand results;
  SubCommand sessions;
  SubCommand index;
  SubCommand stop;
  SubCommand measure;
  SubCommand recompute;
  SubCommand translate;
  SubCommand extract;
  SubCommand doctor;
};

/// Parses the arguments (without the program's name) and carries out the sub-command. A script as
/// the first word stands for `run SCRIPT`; what follows `--` is the command of `measure`. --help
/// and --version print and give 0. Throws Error(usage) for what it does not understand, and for a
/// script that is not there.
int dispatch(std::vector<std::string> arguments, const Commands& commands);

}  // namespace mutlua
