// SPDX-License-Identifier: MIT
#include "store/imported.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "store/folders.h"
#include "system/caller.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

constexpr int kImportedSchema = 1;
constexpr std::size_t kLargest = std::size_t{1} << 30;

/// One trial a line: large, and yet fit for grep and diff.
std::string text_of(const ImportedSession& session) {
  std::string text =
      fmt::format("{{\"schema_version\": {}, \"session\": {}, \"trials\": [", kImportedSchema,
                  Json(session.name).dump(-1, ' ', false, Json::error_handler_t::replace));
  const char* between = "\n";
  for (const Json& trial : session.trials) {
    text += between + trial.dump(-1, ' ', false, Json::error_handler_t::replace);
    between = ",\n";
  }
  return text + "\n]}\n";
}

/// True for what write_imported would have written: what reads it later relies on these.
bool is_record(const Json& trial) {
  if (!trial.is_object() || !trial.value("experiment_id", Json()).is_string()) return false;
  const Json origin = trial.value("imported", Json());
  const Json quality = trial.value("quality", Json());
  return origin.is_object() && origin.value("id", Json()).is_string() &&
         origin.value("layout", Json()).is_string() && quality.is_object() &&
         quality.value("flags", Json()).is_array();
}

ImportedSession parse(const fs::path& file) {
  Json json = read_json(file, kLargest);
  const bool ours = json.is_object() && json.value("schema_version", Json()) == kImportedSchema &&
                    json.contains("trials") && json["trials"].is_array();
  if (!ours || !std::all_of(json["trials"].begin(), json["trials"].end(), is_record)) {
    throw Error(ErrorKind::machine, fmt::format("{} holds no notes of an import", file.string()));
  }
  return {.name = file.stem().string(),
          .trials = std::move(json["trials"].get_ref<Json::array_t&>())};
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code fault;
  if (!fs::exists(folder, fault)) return files;
  for (fs::directory_iterator it(folder, fault), end; !fault && it != end; it.increment(fault)) {
    if (it->path().extension() == ".json") files.push_back(it->path());
  }
  if (fault) {
    throw Error(ErrorKind::machine, fmt::format("cannot read the notes of imports in {}: {}",
                                                folder.string(), fault.message()));
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

fs::path imported_folder(const fs::path& results) { return results / "imported"; }

std::vector<ImportedSession> read_imported(const fs::path& results, const Warn& warn) {
  std::vector<ImportedSession> sessions;
  for (const fs::path& file : files_in(imported_folder(results))) {
    try {
      sessions.push_back(parse(file));
    } catch (const std::exception& fault) {
      if (warn) warn(fmt::format("what it holds is not in the index: {}", fault.what()));
    }
  }
  return sessions;
}

fs::path make_imported_folder(const fs::path& results) {
  make_folders_for_caller(imported_folder(results));
  return imported_folder(results);
}

bool write_imported(const fs::path& results, const ImportedSession& session) {
  const fs::path file = make_imported_folder(results) / (session.name + ".json");
  std::error_code fault;
  if (session.trials.empty()) return fs::remove(file, fault);
  const std::string text = text_of(session);
  if (fs::exists(file, fault) && read_file(file, kLargest) == text) return false;
  write_file_durably(file, text);
  give_only_to_caller(file);
  return true;
}

}  // namespace mutlua
