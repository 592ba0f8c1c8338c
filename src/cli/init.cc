// SPDX-License-Identifier: MIT
#include "cli/init.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "cli/start_files.h"
#include "cli/text.h"
#include "script/embedded_lua.h"
#include "system/caller.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLibrary = ".mutlua/lua";  // start_files.cc: .luarc.json names it

/// What must not be there yet, and what belongs to the caller afterwards.
constexpr const char* kWritten[] = {"study.lua", "settings/models.json", ".luarc.json", ".mutlua"};

void refuse_to_overwrite(const fs::path& folder) {
  for (const char* name : kWritten) {
    std::error_code refused;
    if (!fs::exists(fs::symlink_status(folder / name, refused))) continue;
    throw Error(ErrorKind::usage,
                fmt::format("{} is there already, so nothing was written; name another folder: "
                            "mutlua init FOLDER",
                            (folder / name).string()));
  }
}

void write(const fs::path& file, std::string_view content) {
  std::error_code refused;
  fs::create_directories(file.parent_path(), refused);
  if (refused) {
    throw Error(ErrorKind::machine, fmt::format("cannot make the folder {}: {}",
                                                file.parent_path().string(), refused.message()));
  }
  write_file(file, content);
}

void write_library(const fs::path& folder) {
  for (const EmbeddedLua& module : embedded_lua()) {
    if (module.name.starts_with("mutlua/"))
      write(folder / (std::string(module.name) + ".lua"), module.text);
  }
}

void give_to_user(const fs::path& folder, bool made) {
  if (made) {
    give_to_caller(folder);
    return;
  }
  for (const char* name : {"study.lua", "settings", ".luarc.json", ".mutlua"})
    give_to_caller(folder / name);
}

}  // namespace

int init_folder(const CommandLine& line) {
  const fs::path& folder = line.folder;
  const bool made = !fs::exists(folder);
  refuse_to_overwrite(folder);
  write(folder / "study.lua", kStartStudy);
  write(folder / "settings/models.json", kStartCatalogue);
  write(folder / ".luarc.json", kStartEditor);
  write_library(folder / kLibrary);
  give_to_user(folder, made);

  fmt::print(
      "study.lua             a study to edit; it runs as it is\n"
      "settings/models.json  the trainings that it knows: describe your own there\n"
      ".luarc.json           completion and documentation in editors with a Lua language server\n"
      "\nnext:\n");
  if (folder != ".") fmt::print("  cd {}\n", printable(folder.string()));
  fmt::print(
      "  mutlua check study.lua       # faults, before anything runs\n"
      "  mutlua plan study.lua        # the trials; starts nothing\n"
      "  mutlua study.lua --simulate  # on a machine that is not there\n"
      "  mutlua study.lua             # runs them, or continues\n"
      "  mutlua results               # what was measured\n"
      "  mutlua analyze               # cells, and what differs\n");
  return 0;
}

}  // namespace mutlua
