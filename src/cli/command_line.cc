// SPDX-License-Identifier: MIT
#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "base/error.h"
#include "cli/old_command.h"
#include "cli/options.h"
#include "cli/words.h"

namespace mutlua {
namespace {

constexpr const char* kFooter =
    "mutlua SCRIPT.lua is short for mutlua run SCRIPT.lua, and so is mutlua SETTINGS.json. Options "
    "of a script: mutlua help SCRIPT.lua\n"
    "The old tool's command line works too: -ec FILE, or -r REPOSITORY -m MODEL -mt NAMES [-n "
    "RUNS]; -g GOVERNOR, -mr RETRIES, -s SEED, -c FILE, -S, -l";

/// --name value, --name=value and --name (true), in any order.
std::map<std::string, std::string> script_options(const std::vector<std::string>& words) {
  std::map<std::string, std::string> options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!word.starts_with("--") || word.size() < 3) {
      throw Error(
          ErrorKind::usage,
          fmt::format("unexpected argument '{}'; options of the script are --name value", word));
    }
    const std::size_t equals = word.find('=');
    if (equals != std::string::npos) {
      options[word.substr(2, equals - 2)] = word.substr(equals + 1);
    } else if (i + 1 < words.size() && !words[i + 1].starts_with("--")) {
      options[word.substr(2)] = words[i + 1];
      ++i;
    } else {
      options[word.substr(2)] = "true";
    }
  }
  return options;
}

void require_script(const CommandLine& line) {
  const std::filesystem::path& script = line.run.script;
  if (line.old.settings.is_object()) return;  // there is no file
  if (!line.old.given && !is_script(script.string()) && !is_settings(script.string())) {
    throw Error(ErrorKind::usage,
                fmt::format("'{}' is no script; the name of a script ends in .lua, that of a "
                            "settings file in .json",
                            script.string()));
  }
  std::error_code refused;
  if (std::filesystem::exists(script, refused)) return;
  throw Error(ErrorKind::usage, fmt::format("cannot open {}: {}", script.string(),
                                            refused ? refused.message() : "there is no such file"));
}

/// Takes the command of `measure` off the end: what follows the first `--`.
std::vector<std::string> take_measured_command(std::vector<std::string>& words) {
  const auto separator = std::find(words.begin(), words.end(), "--");
  if (separator == words.end()) return {};
  std::vector<std::string> command(separator + 1, words.end());
  words.erase(separator, words.end());
  return command;
}

/// Notes the options of a command by whether a value follows them.
void note_options(const CLI::App& app, KnownWords& known) {
  for (const CLI::Option* option : app.get_options()) {
    auto& words = option->get_items_expected_max() > 0 ? known.with_value : known.flags;
    for (const std::string& name : option->get_lnames()) words.insert("--" + name);
    for (const std::string& name : option->get_snames()) words.insert("-" + name);
  }
}

void add_option_names(const CLI::App& app, std::vector<std::string>& names) {
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back(name);
  }
}

}  // namespace

int dispatch(std::vector<std::string> arguments, const Commands& commands) {
  CommandLine line;
  CLI::App app("mutlua: designed, durable measurements of what deep-learning training costs",
               "mutlua");
  app.set_version_flag("--version", std::string("mutlua ") + MUTLUA_VERSION);
  app.require_subcommand(1);
  app.footer(kFooter);
  std::vector<std::pair<CLI::App*, const SubCommand*>> known;
  const auto command = [&](const char* name, const char* about, const SubCommand& work) {
    CLI::App* sub = app.add_subcommand(name, about);
    add_common(*sub, line);
    known.emplace_back(sub, &work);
    return sub;
  };

  CLI::App* run = command("run", "run a study, or continue it", commands.run);
  add_design(*run, line);
  run->add_flag("--fail-fast", line.run.fail_fast, "end after the first trial that does not count");
  run->add_flag("--share-machine", line.run.share_machine,
                "measure though another study does; records say so");
  run->add_flag("-S,--enable-summary-append", line.run.append_summary,
                "append the session's rows to summary_all.csv in the folder of the results");
  run->add_flag("--simulate", line.simulate,
                "on a machine that is not there: a whole results folder in seconds, marked as "
                "simulated");
  run->add_option("--simulate-with", line.simulate_with,
                  "the same with other figures: drift=PERCENT_PER_HOUR, ambient=CELSIUS, "
                  "memory=MB, noise=FACTOR, times=catalogue|history, with commas between");
  CLI::App* plan =
      command("plan", "rehearse a study: the run table; starts nothing", commands.plan);
  add_design(*plan, line);
  add_rehearsal(*plan, line);
  plan->add_flag("--json", line.json, "one JSON document");
  plan->add_flag("--all", line.all, "list every trial, also of a large design");
  plan->add_flag("--explain", line.explain, "say for each trial why it is done or new");
  CLI::App* check =
      command("check", "what is wrong with a script, settings or a catalogue", commands.check);
  add_design(*check, line);
  add_rehearsal(*check, line);
  check->add_flag("--json", line.json, "one JSON document");
  command("init", "a folder to start from: a script, a catalogue, editor support", commands.init)
      ->add_option("folder", line.folder, "where (default: the current folder)");
  command("help", "the options that a script declares", commands.help)
      ->add_option("script", line.run.script, "the study's script")
      ->required();
  command("models", "the catalogue", commands.models)
      ->add_flag("--json", line.json, "one JSON document");
  CLI::App* results = command("results", "the trials of a session as a table", commands.results);
  results->add_option("session", line.session, "name of the session (default: the newest)");
  results->add_flag("--json", line.json, "one JSON document");
  results->add_flag("--csv", line.csv, "comma-separated values");
  add_analyze(*command("analyze",
                       "the cells of a session, and its arms within blocks, with "
                       "intervals",
                       commands.analyze),
              line);
  command("sessions", "what was run", commands.sessions)
      ->add_flag("--json", line.json, "one JSON document");
  command("index", "the SQLite index", commands.index)
      ->add_flag("--rebuild", line.rebuild, "make it again from the folders")
      ->required();
  command("stop", "end the running study cleanly; it continues later", commands.stop)
      ->add_flag("--after-trial", line.after_trial, "let the present trial end first");
  add_measure(*command("measure", "joules, seconds and watts of any command", commands.measure),
              line);
  CLI::App* recompute =
      command("recompute", "the energy of a trial again, from its raw trace; 1 if it differs",
              commands.recompute);
  recompute->add_option("trial", line.trial, "folder of the trial")->required();
  recompute->add_flag("--json", line.json, "one JSON document");
  CLI::App* translate =
      command("translate", "a settings file of the old tool as a script", commands.translate);
  translate->add_option("settings", line.settings, "the settings file (JSON)")->required();
  translate->add_option("-o,--output", line.output, "write the script to this file");
  translate->add_flag("--strict", line.strict, "read the file as the old tool's last version did");
  CLI::App* import = command("import", "results of the old tool into the index, energy recomputed",
                             commands.import_results);
  import->add_option("folders", line.folders, "sessions, results folders or CSV tables")
      ->required();
  import->add_flag("--json", line.json, "one JSON document");
  CLI::App* exported = command("export", "all trials as a table", commands.export_table);
  exported->add_flag("--legacy", line.legacy, "the old project's table of 56 columns")->required();
  exported->add_option("file", line.table, "write it to this file");
  add_extract(*command("extract", "verdict and metrics of a training's log by the old tool's rules",
                       commands.extract),
              line);
  add_doctor(*command("doctor", "sensors, permissions and settings: what is there, what to do",
                      commands.doctor),
             line);

  KnownWords words;
  note_options(app, words);
  for (const auto& [sub, work] : known) {
    words.commands.push_back(sub->get_name());
    if (sub->get_option_no_throw("script")) {
      words.with_script.insert(sub->get_name());
      add_option_names(*sub, line.run.reserved_options);
    }
    note_options(*sub, words);
  }
  arguments = arranged(with_old_command(std::move(arguments), line.old), words);
  const bool measures = !arguments.empty() && arguments.front() == "measure";
  if (measures) line.measure.command = take_measured_command(arguments);
  const bool no_command = measures && line.measure.command.empty();
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
  try {
    app.parse(arguments);
  } catch (const CLI::Success& asked) {  // --help, --version
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    throw Error(ErrorKind::usage,
                std::string(error.what()) +
                    (no_command ? "\nthe command to measure comes after --: mutlua measure "
                                  "[options] -- COMMAND"
                                : "\nmutlua --help lists the commands, mutlua COMMAND --help "
                                  "their options"));
  }
  for (const auto& [sub, work] : known) {
    if (!sub->parsed()) continue;
    if (!line.run.script.empty()) require_script(line);
    line.run.script_options = script_options(sub->remaining());
    add_option_names(*sub, line.run.known_options);
    return (*work)(line);
  }
  throw Error(ErrorKind::internal, "no sub-command was parsed");
}

}  // namespace mutlua
