// SPDX-License-Identifier: MIT
#include "cli/script_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "base/files.h"
#include "cli/rehearsal.h"
#include "cli/script_host.h"
#include "script/global_names.h"
#include "script/position.h"
#include "script/source_remarks.h"

namespace mutlua {
namespace {

/// Nobody watches a check, but what is warned of belongs to its findings.
class Warnings : public Progress {
 public:
  void show(const ProgressEvent& event) override {
    if (const auto* warning = std::get_if<Warning>(&event)) heard.push_back(*warning);
  }
  std::vector<Warning> heard;
};

/// A check of one script, or of the one that a settings file becomes.
class ScriptCheck {
 public:
  ScriptCheck(const CommandLine& line, const Design& design, Findings& findings)
      : line_(line), design_(design), findings_(findings) {}

  void run(Catalogue& catalogue) {
    Rehearsal rehearsal(catalogue);
    Warnings warnings;
    ScriptHost host(line_, design_, rehearsal.machine, catalogue, warnings, {});
    std::optional<Fault> ended = rehearse(host);
    for (const Warning& each : warnings.heard) {
      const auto severity = each.note ? DiagnosticKind::note : DiagnosticKind::warning;
      findings_.faults.push_back(shown(fault_of(each.where + each.message, name(), severity)));
    }
    for (const std::string& missing : host.lab().problems()) {
      findings_.faults.push_back({.severity = DiagnosticKind::note,
                                  .file = line_.run.script.string(),
                                  .message = missing + "; a run on this machine would refuse"});
    }
    add_unknown_globals(host.sources(), ended);
    for (const LuaSource& source : host.sources()) add_remarks(source);
    if (ended) {
      findings_.faults.push_back(*ended);
    } else if (const std::string missing = host.lab().unfinished(); !missing.empty()) {
      findings_.faults.push_back({.severity = DiagnosticKind::warning,
                                  .file = line_.run.script.string(),
                                  .message = missing});
    }
    findings_.trials = host.lab().planned().size();
  }

 private:
  std::string name() const { return design_.script.string(); }

  std::optional<Fault> rehearse(ScriptHost& host) const {
    try {
      host.run();
    } catch (const Error& error) {
      if (error.fatal()) throw;
      return shown(fault_of(error.what(), name(), DiagnosticKind::error));
    }
    return std::nullopt;
  }

  /// With the line's text, and under the name that the user gave: Lua shortens long ones.
  Fault shown(Fault fault, const std::string& word = "") const {
    if ("@" + fault.file == user_chunk(design_.script)) fault.file = name();
    const bool translated = design_.text && fault.file == name();
    show_in(fault, translated ? *design_.text : content_or_nothing(fault.file), word);
    return fault;
  }

  void add_unknown_globals(const std::vector<LuaSource>& sources,
                           const std::optional<Fault>& ended) {
    std::set<std::string> made;
    for (const LuaSource& source : sources) {
      for (const GlobalName& each : foreign_globals(source.content)) {
        if (each.sets && made.insert(each.name).second) add_made_global(source, each);
      }
    }
    for (const LuaSource& source : sources) {
      for (const GlobalName& each : foreign_globals(source.content)) {
        if (each.sets || made.contains(each.name)) continue;
        Fault fault{.file = source.path.string(), .line = each.line};
        fault.message = fmt::format("unknown global '{}'; nothing gives it a value", each.name);
        fault = shown(std::move(fault), each.name);
        if (ended && is_same(*ended, fault, each.name)) continue;
        findings_.faults.push_back(std::move(fault));
      }
    }
  }

  void add_made_global(const LuaSource& source, const GlobalName& global) {
    Fault fault{
        .severity = DiagnosticKind::warning, .file = source.path.string(), .line = global.line};
    fault.message = fmt::format(
        "'{0}' becomes a global, which every file sees and may change; "
        "write local {0}",
        global.name);
    findings_.faults.push_back(shown(std::move(fault), global.name));
  }

  void add_remarks(const LuaSource& source) {
    for (const SourceRemark& each : source_remarks(source.content)) {
      const bool unused = each.kind == SourceRemark::Kind::unused_local;
      Fault fault{.severity = unused ? DiagnosticKind::note : DiagnosticKind::warning,
                  .file = source.path.string(),
                  .line = each.line};
      fault.message = unused ? fmt::format("nothing uses the local '{}'", each.name)
                             : fmt::format(
                                   "'{0}' gives a new model, which nothing keeps; write "
                                   "local other = {0} ...",
                                   each.name);
      findings_.faults.push_back(shown(std::move(fault), each.name));
    }
  }

  /// Whether the rehearsal ended because of this very global.
  static bool is_same(const Fault& ended, const Fault& fault, const std::string& name) {
    return ended.file == fault.file && ended.line == fault.line &&
           ended.message.find("global '" + name + "'") != std::string::npos;
  }

  const CommandLine& line_;
  const Design& design_;
  Findings& findings_;
};

}  // namespace

bool Findings::clean() const {
  return std::all_of(faults.begin(), faults.end(),
                     [](const Fault& fault) { return fault.severity == DiagnosticKind::note; });
}

void check_script(const CommandLine& line, const Design& design, Catalogue& catalogue,
                  Findings& findings) {
  ScriptCheck(line, design, findings).run(catalogue);
}

std::string content_or_nothing(const std::string& file) {
  std::error_code refused;
  return std::filesystem::is_regular_file(file, refused) ? read_file(file) : "";
}

}  // namespace mutlua
