// SPDX-License-Identifier: MIT
#include "store/past_use.h"

#include <fmt/format.h>

#include "base/error.h"
#include "store/trial_folder.h"

namespace mutlua {
namespace {

constexpr int kMostTrials = 200;  // whose records are opened

constexpr const char* kTrials = R"(
SELECT s.name, t.experiment_id, t.gpu_util_avg_percent, t.imported_from IS NOT NULL
FROM trials AS t JOIN sessions AS s USING (session_id)
WHERE {} AND {} AND t.mode = 'sequential' AND t.foregrounds IS NULL
  AND t.success = 1 AND coalesce(t.performance_verdict, '') <> 'invalid'
ORDER BY t.started_at DESC, t.trial_id DESC LIMIT {})";

/// The GPU memory that the training of a record used; absent if nobody told, or the record cannot
/// be read.
std::optional<double> memory_in(const std::filesystem::path& trial) {
  try {
    const Json record = read_record(trial / kRecordFile);
    const Json& training = record.contains("foreground") ? record.at("foreground") : record;
    const Json& bytes = training.at("outcome").at("peak_gpu_memory_bytes");
    return bytes.is_number() ? std::optional(bytes.get<double>()) : std::nullopt;
  } catch (const Error&) {
  } catch (const Json::exception&) {
  }
  return std::nullopt;
}

}  // namespace

std::vector<PastUse> read_past_uses(SQLite::Database& database,
                                    const std::filesystem::path& results, const PastOf& of) {
  SQLite::Statement query(database, fmt::format(kTrials, kPastOf, kNoUnnamedLoad, kMostTrials));
  bind(query, of);
  std::vector<PastUse> found;
  while (query.executeStep()) {
    PastUse use;
    const SQLite::Column percent = query.getColumn(2);
    if (!percent.isNull()) use.gpu_percent = percent.getDouble();
    if (query.getColumn(3).getInt() == 0) {
      use.gpu_memory_bytes =
          memory_in(results / query.getColumn(0).getString() / query.getColumn(1).getString());
    }
    if (use.gpu_percent || use.gpu_memory_bytes) found.push_back(use);
  }
  return found;
}

}  // namespace mutlua
