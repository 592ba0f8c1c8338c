// SPDX-License-Identifier: MIT
#include "cli/script_host.h"

#include <cstdlib>

namespace mutlua {
namespace {

/// `patience` outlives the state, and is there while a rehearsal runs.
LuaOptions lua_options(const CommandLine& line, const ScriptHost::Hooks& hooks,
                       const std::optional<Patience>& patience) {
  LuaOptions options;
  if (const char* folder = std::getenv("MUTLUA_LUA_DIR")) options.library = folder;
  options.quiet_print = line.json;
  options.verbose = line.verbosity == Verbosity::verbose;
  options.pending_stop = hooks.pending_stop;
  if (!line.run.rehearsal) return options;
  options.print_prefix = "(rehearsed) ";  // made-up results must not look like measured ones
  options.pending_stop = [&patience] { return patience ? patience->over() : std::nullopt; };
  return options;
}

}  // namespace

ScriptHost::ScriptHost(const CommandLine& line, const Design& design, const Machine& machine,
                       Catalogue& catalogue, Progress& progress, const Hooks& hooks)
    : design_(design),
      progress_(progress),
      lab_(machine, catalogue, line.run, progress,
           {.script = [this] { return script_text(); },
            .on_options = hooks.on_options,
            .stop_after_trial = hooks.stop_after_trial,
            .on_session = hooks.on_session}),
      rehearsal_seconds_(line.run.rehearsal ? std::optional(line.rehearsal_seconds) : std::nullopt),
      lua_([this](const std::string& kind, const Json& request) { return perform(kind, request); },
           lua_options(line, hooks, patience_)) {}

/// A wait of a rehearsal that its time has ended is a fault of the script, not a wish to stop.
Json ScriptHost::perform(const std::string& kind, const Json& request) {
  try {
    return lab_.perform(kind, request);
  } catch (const Error& error) {
    const auto over = patience_ ? patience_->over() : std::nullopt;
    if (error.kind() != ErrorKind::stopped || !over) throw;
    throw Error(*over);
  }
}

void ScriptHost::run() {
  if (rehearsal_seconds_) patience_.emplace(*rehearsal_seconds_);
  try {
    if (design_.text) {
      lua_.run_text(*design_.text, design_.script);
    } else {
      lua_.run(design_.script);
    }
  } catch (const Error&) {
    patience_.reset();
    close_after_error();
    throw;
  }
  patience_.reset();
  lab_.close();
}

/// What ended the script is what the user must hear of; a further fault is only a warning.
void ScriptHost::close_after_error() {
  try {
    lab_.close();
  } catch (const Error& error) {
    progress_.show(Warning{.message = error.what(), .note = false});
  }
}

ScriptText ScriptHost::script_text() const {
  const std::vector<LuaSource>& sources = lua_.sources();
  ScriptText text;
  if (sources.empty()) return text;
  const std::filesystem::path folder =
      std::filesystem::absolute(sources.front().path).parent_path();
  text.text = sources.front().content;
  for (std::size_t i = 1; i < sources.size(); ++i) {
    const std::filesystem::path file =
        std::filesystem::absolute(sources[i].path).lexically_normal();
    std::filesystem::path relative = file.lexically_relative(folder.lexically_normal());
    // A file from elsewhere keeps its name under a folder of its own.
    if (relative.empty() || *relative.begin() == "..")
      relative = "elsewhere" / file.relative_path();
    text.modules.emplace_back(relative.string(), sources[i].content);
  }
  return text;
}

}  // namespace mutlua
