// SPDX-License-Identifier: MIT
#include "store/session_info.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <tuple>

#include "base/error.h"
#include "base/fields.h"

namespace mutlua {
namespace {

constexpr int kSessionSchema = 1;

Json lifetime_json(const Lifetime& lifetime) {
  Json json = {{"number", lifetime.number},
               {"started_at", lifetime.started_at},
               {"pid", lifetime.pid},
               {"mutlua_version", lifetime.mutlua_version},
               {"script_sha256", lifetime.script_sha256},
               {"design", lifetime.design},
               {"modules", lifetime.modules}};
  if (!lifetime.machine.is_null()) json["machine"] = lifetime.machine;
  return json;
}

Lifetime parse_lifetime(const Json& json, const std::string& where) {
  Fields fields(json, where, ErrorKind::machine);
  Lifetime lifetime;
  lifetime.number = static_cast<int>(fields.integer("number").value_or(0));
  lifetime.started_at = fields.text("started_at").value_or("");
  lifetime.pid = static_cast<int>(fields.integer("pid").value_or(0));
  lifetime.mutlua_version = fields.text("mutlua_version").value_or("");
  lifetime.script_sha256 = fields.text("script_sha256").value_or("");
  lifetime.design = fields.text("design").value_or("");
  lifetime.modules = fields.texts("modules").value_or(std::vector<std::string>{});
  if (const Json* machine = fields.find("machine")) lifetime.machine = *machine;
  return lifetime;
}

/// Newer versions may write more fields: unknown ones are no fault here.
SessionInfo parse_session(const Json& json, const std::string& where) {
  Fields fields(json, where, ErrorKind::machine);
  SessionInfo info;
  info.study = fields.require_text("study");
  info.catalogue = fields.text("catalogue").value_or("");
  if (const auto seed = fields.integer("seed")) info.seed = static_cast<std::uint64_t>(*seed);
  if (const Json* options = fields.find("options")) info.options = *options;
  if (const Json* machine = fields.find("machine")) info.machine = *machine;
  info.simulated = fields.boolean("simulated").value_or(false);
  info.mutlua_version = fields.text("mutlua_version").value_or("");
  info.created_at = fields.text("created_at").value_or("");
  const Json* lifetimes = fields.find("lifetimes");
  if (lifetimes == nullptr || !lifetimes->is_array()) return info;
  for (const Json& each : *lifetimes) {
    info.lifetimes.push_back(parse_lifetime(each, where + ".lifetimes"));
  }
  return info;
}

std::vector<std::filesystem::path> session_folders(const std::filesystem::path& results) {
  std::error_code fault;
  std::vector<std::filesystem::path> folders;
  if (!std::filesystem::exists(results, fault) && !fault) return folders;
  for (std::filesystem::directory_iterator it(results, fault), end; !fault && it != end;
       it.increment(fault)) {
    std::error_code unknown;
    const bool named = it->path().filename().string().starts_with("run_");
    if (named && it->is_directory(unknown)) folders.push_back(it->path());
  }
  if (fault) {
    throw Error(ErrorKind::machine, fmt::format("cannot read the results folder {}: {}",
                                                results.string(), fault.message()));
  }
  return folders;
}

/// Sessions of one second are told apart by -2, -3, ..., -10: shorter names are older.
auto age(const FoundSession& session) {
  const std::string name = session.folder.filename().string();
  return std::make_tuple(session.info.created_at, name.size(), name);
}

void warn_of_ignored(const std::vector<std::string>& ignored, const Warn& warn) {
  if (ignored.empty() || !warn) return;
  const std::size_t shown = std::min<std::size_t>(ignored.size(), 3);
  const std::vector<std::string> first(ignored.begin(), ignored.begin() + shown);
  warn(fmt::format("ignored, for want of a readable session.json: {}{}", fmt::join(first, ", "),
                   ignored.size() > shown ? fmt::format(" and {} more", ignored.size() - shown)
                                          : std::string()));
}

}  // namespace

Json session_json(const SessionInfo& info) {
  Json lifetimes = Json::array();
  for (const Lifetime& each : info.lifetimes) lifetimes.push_back(lifetime_json(each));
  return {{"schema_version", kSessionSchema},
          {"study", info.study},
          {"catalogue", info.catalogue},
          {"seed", info.seed ? Json(*info.seed) : Json(nullptr)},
          {"options", info.options},
          {"simulated", info.simulated},
          {"mutlua_version", info.mutlua_version},
          {"created_at", info.created_at},
          {"machine", info.machine},
          {"lifetimes", lifetimes}};
}

SessionInfo read_session_info(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "session.json";
  try {
    return parse_session(read_json(file), file.string());
  } catch (const Error& error) {
    throw Error(ErrorKind::machine,
                fmt::format("{} is not a session: {}", folder.string(), error.what()));
  }
}

std::vector<FoundSession> list_sessions(const std::filesystem::path& results, const Warn& warn) {
  std::vector<FoundSession> sessions;
  std::vector<std::string> ignored;
  for (const std::filesystem::path& folder : session_folders(results)) {
    try {
      sessions.push_back({folder, read_session_info(folder)});
    } catch (const Error&) {
      ignored.push_back(folder.filename().string());
    }
  }
  std::sort(sessions.begin(), sessions.end(),
            [](const FoundSession& a, const FoundSession& b) { return age(a) < age(b); });
  std::sort(ignored.begin(), ignored.end());
  warn_of_ignored(ignored, warn);
  return sessions;
}

}  // namespace mutlua
