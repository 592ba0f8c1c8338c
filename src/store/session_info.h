// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/units.h"
#include "store/warn.h"

namespace mutlua {

/// One run of the program inside a session. The machine after a crash is not the machine before.
struct Lifetime {
  int number = 1;
  std::string started_at;  ///< UTC, RFC 3339
  int pid = 0;
  std::string mutlua_version;
  std::string script_sha256;
  std::string design;                ///< the copy of the script: "design.lua", "design.2.lua", ...
  std::vector<std::string> modules;  ///< the copies of its local modules, relative to the session
  Json machine;                      ///< null, or what was found at this start
};

/// The content of session.json: what a session is.
struct SessionInfo {
  std::string study;
  std::string catalogue;
  std::optional<std::uint64_t> seed;  ///< below 2^53; absent until one is given or drawn
  Json options = Json::object();      ///< the script's options and the common ones, as they count
  Json machine = Json::object();      ///< host, driver, GPUs, governor, git commit
  bool simulated = false;
  std::string mutlua_version;       ///< filled in by Session::create
  std::string created_at;           ///< filled in by Session::create: UTC, RFC 3339
  std::vector<Lifetime> lifetimes;  ///< appended to by Session::begin_lifetime
};

Json session_json(const SessionInfo& info);

/// Reads FOLDER/session.json. Throws Error(machine) if it is missing or not one of ours.
SessionInfo read_session_info(const std::filesystem::path& folder);

struct FoundSession {
  std::filesystem::path folder;
  SessionInfo info;
};

/// The sessions of a results folder, oldest first. Folders named run_... without a readable
/// session.json are left out, with one warning for all. An absent results folder holds none.
/// Throws Error(machine) if the folder cannot be read.
std::vector<FoundSession> list_sessions(const std::filesystem::path& results,
                                        const Warn& warn = {});

}  // namespace mutlua
