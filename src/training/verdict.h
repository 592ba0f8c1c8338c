// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "training/log_reader.h"
#include "training/model.h"

namespace mutlua {

enum class TrainingStatus { completed, failed, timed_out, out_of_memory, stopped };

/// "completed", "failed", "timed_out", "out_of_memory" or "stopped".
const char* to_text(TrainingStatus status);

/// How a training's process tree ended.
struct ExitFacts {
  std::optional<int> exit_code;  ///< absent if a signal ended it, or it never started
  std::optional<int> signal;
  std::string failure;     ///< why it could not be started, else empty
  bool timed_out = false;  ///< we ended it: its time was over
  bool stopped = false;    ///< we ended it: the script or the protocol asked for it
  bool killed_by_kernel_for_memory = false;  ///< the kernel says so, not the log
  Seconds timeout{0};                        ///< for the message
};

struct Verdict {
  TrainingStatus status = TrainingStatus::failed;
  std::string reason;  ///< empty if completed
  std::vector<std::string> missing_metrics;
};

/// Completed means exit status 0 and every needed metric in the log; with no needs, at least one
/// metric if the model has any. A word in the log decides nothing by itself: it only tells an exit
/// that failed for lack of memory from others. The reader must be finished.
Verdict judge(const Model& model, const ExitFacts& exit, const LogReader& log,
              const std::vector<std::string>& needs);

}  // namespace mutlua
