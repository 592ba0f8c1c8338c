// SPDX-License-Identifier: MIT
#include "lab/scope.h"

#include <fmt/format.h>

#include "base/error.h"

namespace mutlua {
namespace {

template <typename Map>
auto& find(Map& map, int id, const char* what) {
  const auto found = map.find(id);
  if (found == map.end()) {
    throw Error(
        ErrorKind::script,
        fmt::format("this {} is not open here: it ended with the trial that it belonged to", what));
  }
  return found->second;
}

}  // namespace

Training& Scope::add(int id, std::unique_ptr<Training> training) {
  return *(trainings_[id] = std::move(training));
}

Background& Scope::add(int id, std::unique_ptr<Background> background) {
  return *(backgrounds_[id] = std::move(background));
}

void Scope::open_meter(int id, const WindowPlan& plan) {
  if (open_meter_) {
    throw Error(ErrorKind::script, "an energy measurement is open already; finish it first");
  }
  machine_.sampler.begin(plan);
  open_meter_ = id;
  traces_[id] = plan.folder;
}

Window& Scope::close_meter(int id) {
  if (open_meter_ != id) throw Error(ErrorKind::script, "this energy measurement is not open");
  open_meter_.reset();
  Window& window = windows_[id] = machine_.sampler.finish();
  note_energy(window.marks);
  return window;
}

void Scope::note_energy(const std::vector<WindowMark>& marks) {
  for (auto& [id, training] : trainings_) training->note_energy(marks);
}

Training& Scope::training(int id) { return *find(trainings_, id, "training"); }
Background& Scope::background(int id) { return *find(backgrounds_, id, "background group"); }
const Window& Scope::window(int id) const { return find(windows_, id, "energy measurement"); }

const std::filesystem::path& Scope::trace(int id) const {
  return find(traces_, id, "energy measurement");
}
const Json& Scope::report(int id) const { return find(reports_, id, "background group"); }

std::vector<const Training*> Scope::running() const {
  std::vector<const Training*> result;
  for (const auto& [id, training] : trainings_) {
    if (!training->ended()) result.push_back(training.get());
  }
  return result;
}

std::size_t Scope::busy() const {
  std::size_t loads = 0;
  for (const auto& [id, background] : backgrounds_) loads += background->stopped() ? 0 : 1;
  return loads + running().size();
}

std::set<int> Scope::pids() const {
  std::set<int> pids;
  for (const auto& [id, training] : trainings_)
    pids.insert(training->pids().begin(), training->pids().end());
  for (const auto& [id, background] : backgrounds_) pids.merge(background->pids());
  return pids;
}

std::vector<const Training*> Scope::trainings() const {
  std::vector<const Training*> result;
  for (const auto& [id, training] : trainings_) result.push_back(training.get());
  return result;
}

std::vector<int> Scope::backgrounds() const {
  std::vector<int> ids;
  for (const auto& [id, background] : backgrounds_) ids.push_back(id);
  return ids;
}

std::optional<int> Scope::last_window() const {
  if (windows_.empty()) return std::nullopt;
  return windows_.rbegin()->first;
}

void Scope::end() {
  for (const auto& [id, training] : trainings_) {
    if (!training->ended()) training->stop();
  }
  supervisor_.wait_until([this] { return running().empty(); });
  if (open_meter_) close_meter(*open_meter_);
  for (const auto& [id, background] : backgrounds_) {
    if (reports_.contains(id)) continue;
    reports_[id] = background->stop();
    reports_[id]["id"] = id;
  }
}

void Scope::close() {
  for (const auto& [id, background] : backgrounds_) background->request_stop();
  for (const auto& [id, training] : trainings_) training->stop();
  supervisor_.wait_through([this] { return busy() == 0; });
  if (open_meter_) close_meter(*open_meter_);
  trainings_.clear();
  backgrounds_.clear();
  reports_.clear();
  windows_.clear();
  traces_.clear();
}

}  // namespace mutlua
