// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace mutlua {

struct Lifetime;
struct ScriptText;

using WriteFile =
    std::function<void(const std::filesystem::path& file, const std::string& content)>;

/// Copies a script and its modules into a session's folder, where those of each lifetime have names
/// of their own (design.lua and modules/, design.2.lua and modules.2/, ...), and notes the names in
/// the lifetime, whose number is set. Throws Error(internal) for a module that does not lie beside
/// the script.
void keep_script(const std::filesystem::path& session, const ScriptText& script,
                 const WriteFile& write, Lifetime& lifetime);

}  // namespace mutlua
