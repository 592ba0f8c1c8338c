// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "legacy/import.h"
#include "store/imported.h"
#include "support/old_results.h"

namespace mutlua::test {

using Names = std::vector<std::string>;

/// Imports FOLDER/old into FOLDER/results.
inline ImportReport import_old(const TempFolder& folder) {
  return import_results({folder / "old"}, folder / "results", {});
}

/// The imported record of that experiment; null if there is none.
inline Json imported_record(const TempFolder& folder, const std::string& session,
                            const std::string& id) {
  for (const ImportedSession& each : read_imported(folder / "results")) {
    for (const Json& trial : each.trials) {
      if (each.name == session && trial.at("experiment_id") == id) return trial;
    }
  }
  return nullptr;
}

/// The flags that an import gave to one experiment; "none" if it was not imported.
inline Names flags_of(const ImportReport& report, const std::string& id) {
  for (const ImportedTrial& each : report.imported) {
    if (each.experiment_id == id) return each.flags;
  }
  return {"none"};
}

}  // namespace mutlua::test
