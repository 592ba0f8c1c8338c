// SPDX-License-Identifier: MIT
#include <filesystem>

#include "energy/window_json.h"
#include "lab/lab.h"
#include "lab/waits.h"

namespace mutlua {

Json Lab::energy_begin(const Json&) {
  std::filesystem::path folder;
  if (run_ && !run_options_.rehearsal && machine_.sampler.has_domains()) {
    folder = run_->folder.path / "energy";
    std::filesystem::create_directories(folder);
  }
  const int id = next_id_++;
  scope().open_meter(id, {.folder = folder, .gpus = {}});
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
  Json reading = reading_of(scope_of_meter(id).close_meter(id));
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
  phase("cooling", cooling.seconds);
  const Instant begin = supervisor_.now();
  supervisor_.wait_until([] { return false; }, begin + cooling.seconds);
  Json cooled = {{"seconds", (supervisor_.now() - begin).count()}, {"criterion", "a fixed time"}};
  if (run_) cooled_ = cooled;
  return cooled;
}

}  // namespace mutlua
