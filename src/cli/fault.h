// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "legacy/diagnostic.h"

namespace mutlua {

/// What `mutlua check` found at one place of a file.
struct Fault {
  DiagnosticKind severity = DiagnosticKind::error;
  std::string file = {};
  int line = 0;    ///< from 1; 0: unknown
  int column = 0;  ///< from 1, in bytes; 0: unknown
  std::string message = {};
  std::string source = {};  ///< the line's text; empty where there is no line
};
using Faults = std::vector<Fault>;

/// A fault from a message of Lua, "x.lua:3: message" with a traceback or without; one without a
/// place belongs to `file` as a whole.
Fault fault_of(const std::string& message, const std::string& file, DiagnosticKind severity);

/// Fills in what the text of the fault's file tells: the line's text, and the column of `word`, or
/// of the word that the message quotes. A word that does not stand in the line but does in one of
/// those that follow, as the fields of a call do, or before it as a text in quotes, as what a study
/// says for all of its trials does, is the better place: the fault moves there.
void show_in(Fault& fault, const std::string& text, std::string word = "");

/// Where a field of a JSON text stands ("experiments[0].note"), or the end of the part of the path
/// that is there; at line 0 if the path begins with no field of it. REQUIRES: `text` is valid JSON.
void place_in_json(Fault& fault, const std::string& text, const std::string& path);

/// "file:line: message", then the line with a caret under the place; each as far as it is known.
std::string text_of(const Fault& fault);
Json to_json(const Fault& fault);

}  // namespace mutlua
