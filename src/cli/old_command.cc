// SPDX-License-Identifier: MIT
#include "cli/old_command.h"

#include <array>
#include <utility>

#include "legacy/command_line.h"

namespace mutlua {
namespace {

constexpr const char* kCommandLine = "command line";  // stands where a file's name would

std::vector<std::string> command_of(const LegacyCommand& command) {
  switch (command.kind) {
    case LegacyCommand::Kind::list:
      return {"models"};
    case LegacyCommand::Kind::settings:
      return {"run", command.file};
    case LegacyCommand::Kind::mutation:
      break;
  }
  return {"run", kCommandLine};
}

}  // namespace

std::vector<std::string> with_old_command(std::vector<std::string> words, OldCommand& old) {
  auto command = legacy_command_line(words);
  if (!command) return words;
  std::vector<std::string> own = command_of(*command);
  own.insert(own.end(), command->words.begin(), command->words.end());
  if (command->append_summary && command->kind != LegacyCommand::Kind::list)
    own.emplace_back("--enable-summary-append");
  old = {.given = true,
         .settings = std::move(command->settings),
         .overrides = std::move(command->overrides),
         .diagnostics = std::move(command->diagnostics)};
  return own;
}

std::string option_of(const std::string& place) {
  static constexpr std::array<std::pair<const char*, const char*>, 6> kOptions = {
      {{"experiments[0].repo", "-r"},
       {"experiments[0].model", "-m"},
       {"experiments[0].mutate", "-mt"},
       {"runs_per_config", "-n"},
       {"max_retries", "-mr"},
       {"governor", "-g"}}};
  const std::string key = place.substr(0, place.find('[', std::string("experiments[0]").size()));
  for (const auto& [path, option] : kOptions) {
    if (key == path) return option;
  }
  return place;
}

}  // namespace mutlua
