// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "store/trial_record.h"

namespace mutlua {

/// One experiment as the old tool recorded it, brought into one form: the keys of experiment.json,
/// flat or with `foreground` and `background`, values of the right types or null; then `quality`
/// and `imported`, to be filled.
struct OldRecord {
  Json record;
  std::string layout;  ///< "flat", "parallel"
};

/// Reads experiment.json, or the file of one experiment of the tool's first days. `folder` is the
/// experiment_id of a record without one. Throws Error(usage) with the reason if it is none.
OldRecord read_old_record(const Json& json, const std::string& folder);

/// The part that tells of the measured training: `foreground`, or the record itself.
Json& measured_part(Json& record);
const Json& measured_part(const Json& record);

/// The eleven figures in the record's form.
Json figures_json(const EnergyMetrics& figures);

}  // namespace mutlua
