// SPDX-License-Identifier: MIT
#include "store/frozen_history.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"

namespace mutlua {
namespace {

constexpr const char* kFile = "history.json";
constexpr int kHistorySchema = 1;
constexpr std::size_t kLargestFile = 1u << 30;

}  // namespace

void FrozenHistory::load(const std::filesystem::path& session) {
  const std::filesystem::path file = session / kFile;
  if (!std::filesystem::exists(file)) return;
  try {
    const Json kept = parse_json(read_file(file, kLargestFile), file.string());
    for (const auto& [name, history] : kept.at("sources").items())
      sources_[name] = parse_history(history);
  } catch (const std::exception& error) {
    throw Error(ErrorKind::machine,
                fmt::format("{} is damaged, so this session would draw other values than before; "
                            "--fresh begins a new one ({})",
                            file.string(), error.what()));
  }
}

const History& FrozenHistory::source(const std::string& name,
                                     const std::function<History()>& read) {
  const auto known = sources_.find(name);
  if (known != sources_.end()) return known->second;
  changed_ = true;
  return sources_[name] = read();
}

void FrozenHistory::store(const std::filesystem::path& session) {
  if (!changed_) return;
  Json sources = Json::object();
  for (const auto& [name, history] : sources_) sources[name] = history_json(history);
  const Json kept = {{"schema_version", kHistorySchema}, {"sources", std::move(sources)}};
  // In one line: a table of thousands of lines is not read by people here.
  write_file_durably(session / kFile, kept.dump(-1, ' ', false, Json::error_handler_t::replace));
  changed_ = false;
}

}  // namespace mutlua
