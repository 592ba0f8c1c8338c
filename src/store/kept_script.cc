// SPDX-License-Identifier: MIT
#include "store/kept_script.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/sha256.h"
#include "store/folders.h"
#include "store/session.h"

namespace mutlua {
namespace {

std::string design_name(int lifetime) {
  return lifetime == 1 ? "design.lua" : fmt::format("design.{}.lua", lifetime);
}

std::string module_folder(int lifetime) {
  return lifetime == 1 ? "modules" : fmt::format("modules.{}", lifetime);
}

void refuse_outside(const std::filesystem::path& module) {
  const auto normal = module.lexically_normal();
  if (module.is_absolute() || normal.empty() || *normal.begin() == "..") {
    throw Error(ErrorKind::internal,
                fmt::format("the module {} does not lie beside the script", module.string()));
  }
}

}  // namespace

void keep_script(const std::filesystem::path& session, const ScriptText& script,
                 const WriteFile& write, Lifetime& lifetime) {
  lifetime.script_sha256 = sha256(script.text);
  lifetime.design = design_name(lifetime.number);
  write(session / lifetime.design, script.text);
  for (const auto& [path, text] : script.modules) {
    refuse_outside(path);
    const auto copy = std::filesystem::path(module_folder(lifetime.number)) / path;
    make_folders((session / copy).parent_path());
    write(session / copy, text);
    lifetime.modules.push_back(copy.string());
  }
}

}  // namespace mutlua
