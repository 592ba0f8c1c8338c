// SPDX-License-Identifier: MIT
// Which files a script may use, and what is kept of them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "script/embedded_lua.h"
#include "script/running.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

/// Runs `script` of the folder; what it hands to the door as "tell", {value = ...}.
class Scripts : public testing::Test {
 protected:
  Json run(const std::string& script, LuaOptions options = {}) {
    EchoDoor echo;
    LuaState state(echo.door(), std::move(options));
    const auto remember = [&] { sources = state.sources(); };
    try {
      state.run(folder / script);
    } catch (const Error&) {
      remember();
      throw;
    }
    remember();
    Json told = Json::array();
    for (const Json& request : echo.of("tell")) told.push_back(request.at("value"));
    return told;
  }

  std::string failure(const std::string& script, ErrorKind kind, LuaOptions options = {}) {
    try {
      run(script, std::move(options));
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), kind) << error.what();
      return error.what();
    }
    return "";
  }

  void write(const std::string& name, const std::string& text) { folder.write(name, text); }
  std::string path(const std::string& name) const { return folder / name; }

  const TempFolder folder;
  std::vector<LuaSource> sources;
};

std::string tell(const std::string& expression) {
  return "require('mutlua.door').perform('tell', {value = " + expression + "}) ";
}

TEST_F(Scripts, RequireFilesBesideThemselves) {
  write("x.lua",
        tell("require('tools').name") + tell("require('parts.pairs')") + tell("require('parts')"));
  write("tools.lua", "return {name = ...}");
  write("parts/pairs.lua", "return require('parts.deep.more') + 1");
  write("parts/deep/more.lua", "return 41");
  write("parts/init.lua", "return 'the folder'");
  EXPECT_EQ(run("x.lua"), Json::parse(R"(["tools", 42, "the folder"])"));
}

TEST_F(Scripts, RequireAModuleOnce) {
  write("x.lua", "require 'once' require 'once'");
  write("once.lua", tell("1"));
  EXPECT_EQ(run("x.lua").size(), 1u);
}

TEST_F(Scripts, AreKeptWithTheLocalFilesThatTheyLoaded) {
  write("x.lua",
        "require 'a' dofile(arg[0]:gsub('x.lua', 'b.lua') .. '') require 'a' "
        "require 'mutlua.door' loadfile(arg[0])");
  write("a.lua", "return 1");
  write("b.lua", "return 2");
  run("x.lua");
  std::vector<std::string> paths;
  for (const LuaSource& source : sources) paths.push_back(source.path);
  EXPECT_EQ(paths, (std::vector<std::string>{path("x.lua"), path("a.lua"), path("b.lua")}));
  EXPECT_EQ(sources.at(1).content, "return 1");
}

TEST_F(Scripts, SeeTheirSourcesKeptAlreadyWhileTheyRun) {
  write("x.lua", "require 'a' require('mutlua.door').perform('study')");
  write("a.lua", "return 1");
  std::size_t seen = 0;
  LuaState* running = nullptr;
  LuaState state([&](const std::string&, const Json& request) {
    seen = running->sources().size();
    return request;
  });
  running = &state;
  state.run(folder / "x.lua");
  EXPECT_EQ(seen, 2u);
}

TEST_F(Scripts, FindNothingInTheSystemsFolders) {
  write("x.lua", tell("package.path") + tell("package.cpath") +
                     "package.path = '/usr/share/lua/5.1/?.lua' "
                     "package.cpath = '/usr/lib/x86_64-linux-gnu/lua/5.1/?.so' require 'socket'");
  const std::string message = failure("x.lua", ErrorKind::script);
  EXPECT_NE(message.find("x.lua:1: module 'socket' not found:\n\tno file " + path("socket.lua")),
            std::string::npos)
      << message;
}

TEST_F(Scripts, CannotRequireBesideTheFolder) {
  write("outside.lua", "return 1");
  write("scripts/x.lua",
        "for _, name in ipairs { '../outside', '..outside', '/etc/passwd', '' } do " +
            tell("(pcall(require, name))") + "end");
  EXPECT_EQ(run("scripts/x.lua"), Json::parse("[false, false, false, false]"));
}

TEST_F(Scripts, GetTheLibraryFromTheProgramEvenWhereAFileHasItsName) {
  write("x.lua", tell("(pcall(require, 'mutlua.nothing'))"));
  write("mutlua/nothing.lua", "return 1");
  EXPECT_EQ(run("x.lua"), Json::parse("[false]"));
}

TEST_F(Scripts, LearnTheNearestNameOfAModuleThatTheLibraryLacks) {
  write("x.lua", "require 'mutlua.desing'");
  EXPECT_NE(failure("x.lua", ErrorKind::script)
                .find("module 'mutlua.desing' not found:\n\tmutlua has no such module; did you "
                      "mean 'mutlua.design'?"),
            std::string::npos);
}

TEST_F(Scripts, GetTheLibraryFromAFolderWhereOneIsGiven) {
  write("x.lua", tell("require('mutlua').here") + tell("require('mutlua.extra')"));
  write("lua/mutlua/init.lua", "return {here = debug.getinfo(1, 'S').source}");
  write("lua/mutlua/extra.lua", "return 'extra'");
  EXPECT_EQ(run("x.lua", {.library = folder / "lua"}),
            Json::parse(R"(["=mutlua/init.lua", "extra"])"));
  EXPECT_EQ(sources.size(), 1u);
}

TEST_F(Scripts, ThatAreMissingAreAMistakeOfTheCommandLine) {
  EXPECT_TRUE(
      failure("no.lua", ErrorKind::usage).starts_with("cannot open " + path("no.lua") + "; "));
  EXPECT_TRUE(failure("", ErrorKind::usage).starts_with("cannot open "));
}

TEST_F(Scripts, ThatAreBytecodeAreRefused) {
  write("compile.lua",
        "local file = io.open(arg[0]:gsub('compile', 'compiled') .. '', 'wb') "
        "file:write(string.dump(function() end)) file:close()");
  run("compile.lua");
  EXPECT_EQ(failure("compiled.lua", ErrorKind::usage),
            path("compiled.lua") + " is compiled Lua; give the source that it was compiled from");
  write("x.lua", "require 'compiled'");
  EXPECT_NE(failure("x.lua", ErrorKind::usage).find("compiled.lua is compiled Lua"),
            std::string::npos);
}

TEST_F(Scripts, ThatAreLargerThanAnyoneWritesAreRefused) {
  write("x.lua", std::string((8u << 20) + 1, ' '));
  EXPECT_NE(failure("x.lua", ErrorKind::usage).find("larger than 8388608 bytes"),
            std::string::npos);
}

TEST_F(Scripts, MayStartWithTheLineThatNamesTheirProgram) {
  write("x.lua", "#!/usr/bin/env mutlua\n" + tell("debug.getinfo(1, 'l').currentline"));
  EXPECT_EQ(run("x.lua"), Json::parse("[2]"));
}

TEST_F(Scripts, TellWhichModuleIsNotLua) {
  write("x.lua", "\nrequire 'broken'");
  write("broken.lua", "\n\nreturn return");
  EXPECT_NE(
      failure("x.lua", ErrorKind::script).find("broken.lua:3: unexpected symbol near 'return'"),
      std::string::npos);
}

TEST_F(Scripts, GetNothingAndTheReasonFromLoadfile) {
  write("x.lua", "local chunk, why = loadfile('/no/such/file.lua') " + tell("{chunk == nil, why}"));
  const Json told = run("x.lua").at(0);
  EXPECT_EQ(told.at(0), true);
  EXPECT_NE(told.at(1).get<std::string>().find("cannot open /no/such/file.lua"), std::string::npos);
}

/// The files of lua/mutlua, as they are embedded: "mutlua/study" -> its text. Not those in _meta.
std::map<std::string, std::string> library_files() {
  namespace fs = std::filesystem;
  const fs::path lua = fs::path(MUTLUA_SOURCE_FOLDER) / "lua";
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(lua / "mutlua")) {
    const std::string name = fs::relative(entry.path(), lua).replace_extension();
    if (entry.path().extension() != ".lua" || name.starts_with("mutlua/_meta")) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files[name] = std::string(std::istreambuf_iterator<char>(file), {});
  }
  return files;
}

TEST(EmbeddedLibrary, HoldsEveryFileAsItIs) {
  std::map<std::string, std::string> embedded;
  for (const EmbeddedLua& module : embedded_lua()) {
    if (module.name.starts_with("mutlua/")) embedded.emplace(module.name, module.text);
  }
  EXPECT_EQ(embedded, library_files()) << "lua/modules.cmake lists what is embedded";
}

}  // namespace
}  // namespace mutlua
