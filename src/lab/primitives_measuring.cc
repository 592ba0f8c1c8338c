// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <filesystem>

#include "energy/window_json.h"
#include "lab/lab.h"
#include "lab/waits.h"

namespace mutlua {
namespace {

constexpr Seconds kIdleSpan{10};

}  // namespace

/// Where the raw rows of a window of this trial go: its folder `energy`, or one inside it. Empty:
/// no trial, or nothing to read.
std::filesystem::path Lab::trace_folder(const std::string& inside) {
  const bool metered = study_ && study_->meter;
  if (!run_ || run_options_.rehearsal || (!machine_.sampler.has_domains() && !metered)) return {};
  const std::filesystem::path folder = run_->folder.path / "energy" / inside;
  std::filesystem::create_directories(folder);
  return folder;
}

Json Lab::energy_begin(const Json&) {
  const bool metered = study_ && study_->meter;
  const int window = ++windows_in_attempt_;
  const std::filesystem::path folder =
      trace_folder(window == 1 ? "" : fmt::format("window_{}", window));
  const int id = next_id_++;
  if (metered && !meter_ && !machine_.simulated) {  // there is no wall that it could measure at
    meter_ = std::make_unique<MeterProgram>(*study_->meter, supervisor_, machine_.clock,
                                            log_folder() / "meter.jsonl");
  }
  if (meter_) meter_->begin();
  meter_folder_ = folder;
  if (run_) surroundings_.window_opened();
  scope().open_meter(id, {.folder = folder, .gpus = run_ ? gpus_ : std::vector<std::string>{}});
  return {{"id", id}};
}

Json Lab::energy_mark(const Json& request) {
  if (measuring()) {
    machine_.sampler.mark({.at = supervisor_.now(),
                           .kind = "script",
                           .label = request.at("label").get<std::string>()});
  }
  return Json::object();
}

Json Lab::energy_finish(const Json& request) {
  const int id = request.at("id").get<int>();
  Window& window = scope_of_meter(id).close_meter(id);
  if (meter_) window.external = meter_->finish(window.begin, window.end, meter_folder_);
  Json reading = reading_of(window);
  if (run_) surroundings_.window_closed();
  reading["id"] = id;
  return reading;
}

Json Lab::sleep(const Json& request) {
  const Seconds span(request.at("seconds").get<double>());
  phase("sleeping", span);
  supervisor_.wait_until([] { return false; }, supervisor_.now() + span);
  return Json::object();
}

Json Lab::cool(const Json& request) {
  const Cooling cooling = cooling_of(request, "cooling");
  phase("cooling", cooling.until_idle ? cooling.most : cooling.seconds);
  std::optional<Idle> reference;
  if (run_) reference = surroundings_.reference();
  if (run_) surroundings_.cooling_begins();
  const CoolDown seen = cool_down(cooling, reference, supervisor_, machine_);
  if (!seen.reason.empty() && !run_options_.rehearsal &&
      cooling_doubted_.insert(seen.reason).second)
    progress_.show(Warning{.message = "cooling: " + seen.reason, .note = false});
  Json cooled = to_json(seen);
  if (!run_) return cooled;
  cooled_ = cooled;
  surroundings_.cooled(seen);
  if (study_->idle_per_block && surroundings_.wants_idle_reading()) read_idle();
  return cooled;
}

/// The idle energy of a block, once, before its first trial begins.
void Lab::read_idle() {
  if (measuring() || !machine_.sampler.has_domains()) return;
  phase("reading the idle energy", kIdleSpan);
  machine_.sampler.begin({.folder = trace_folder("idle"), .gpus = {}});
  supervisor_.wait_until([] { return false; }, supervisor_.now() + kIdleSpan);
  surroundings_.keep_idle_reading(machine_.sampler.finish());
}

}  // namespace mutlua
