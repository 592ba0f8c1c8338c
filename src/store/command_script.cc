// SPDX-License-Identifier: MIT
#include "store/command_script.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/files.h"

namespace mutlua {
namespace {

bool needs_no_quotes(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_-./:,+@%").find(c) != std::string_view::npos;
}

}  // namespace

std::string shell_quote(std::string_view text) {
  if (!text.empty() && std::all_of(text.begin(), text.end(), needs_no_quotes)) {
    return std::string(text);
  }
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string command_script(const CommandRecord& command) {
  std::string text =
      "#!/bin/sh\n"
      "# What was run, to be read and repeated by hand. mutlua itself never runs this file.\n";
  if (!command.folder.empty()) {
    text += fmt::format("cd -- {} || exit 1\n", shell_quote(command.folder));
  }
  text += command.environment.empty() ? "exec" : "exec env";
  for (const auto& [name, value] : command.environment) {
    text += fmt::format(" {}", shell_quote(name + "=" + value));
  }
  for (const std::string& argument : command.argv)
    text += fmt::format(" {}", shell_quote(argument));
  return text + "\n";
}

void write_command_script(const std::filesystem::path& path, const CommandRecord& command) {
  write_file(path, command_script(command));
  std::error_code fault;
  std::filesystem::permissions(path, std::filesystem::perms(0755), fault);
  if (fault) {
    throw Error(ErrorKind::machine,
                fmt::format("cannot make {} executable: {}", path.string(), fault.message()));
  }
}

}  // namespace mutlua
