// SPDX-License-Identifier: MIT
#include "lab/epoch_times.h"

#include <fmt/format.h>

#include <algorithm>

namespace mutlua {
namespace {

constexpr Seconds kShortestForGpu{5};
constexpr Seconds kShortestBlock{10};
constexpr double kLate = 0.9;  // of the run: where all marks come after it, they came late

}  // namespace

EpochTimes::EpochTimes(const Outcome& outcome) : outcome_(outcome) {
  for (const Epoch& epoch : outcome.epochs) {
    if (epoch.ended_by_log) {  // begun by the last mark, which no other epoch has ended at
      ++marks_[epoch.began.value_or(epoch.at)];
    } else if (epoch.began && outcome.epochs.front().began) {
      ++marks_[*epoch.began];  // marks stand at the start
    } else {
      ++marks_[epoch.at];
    }
  }
  for (const auto& [at, count] : marks_) buffered_ += count > 1 ? count : 0;
  const auto total = static_cast<int>(outcome.epochs.size());
  const Instant late = outcome.began + outcome.duration() * kLate;
  all_late_ = total > 1 && marks_.begin()->first >= late;
  if (all_late_) buffered_ = total;
}

bool EpochTimes::clean(Instant mark) const {
  const auto found = marks_.find(mark);
  return !all_late_ && (found == marks_.end() || found->second == 1);
}

bool EpochTimes::clean(const Epoch& epoch) const {
  return epoch.began && *epoch.began < epoch.at && clean(*epoch.began) && clean(epoch.at);
}

bool EpochTimes::short_epochs() const {
  std::vector<Seconds> spans;
  for (const Epoch& epoch : outcome_.epochs) {
    if (epoch.began) spans.push_back(epoch.at - *epoch.began);
  }
  if (spans.empty()) return false;
  const auto middle = spans.begin() + static_cast<std::ptrdiff_t>(spans.size() / 2);
  std::nth_element(spans.begin(), middle, spans.end());
  return *middle < kShortestForGpu;
}

Json EpochTimes::blocks() const {
  Json list = Json::array();
  if (all_late_ || !short_epochs()) return list;
  std::optional<Epoch> first;
  for (const Epoch& epoch : outcome_.epochs) {
    if (epoch.ended_by_log && !outcome_.completed()) break;
    if (!first && epoch.began && clean(*epoch.began)) first = epoch;
    if (!first || !clean(epoch.at) || epoch.at - *first->began < kShortestBlock) continue;
    Json block = {{"first", first->index},
                  {"last", epoch.index},
                  {"seconds", (epoch.at - *first->began).count()}};
    add_energy_between(block, outcome_.energy, *first->began, epoch.at);
    if (block.contains("cpu_joules") || block.contains("gpu_joules")) list.push_back(block);
    first.reset();
  }
  return list;
}

void EpochTimes::add_startup(Json& json) const {
  if (outcome_.epochs.empty()) return;
  const auto& began = outcome_.epochs.front().began;
  if (!began || !clean(*began)) return;
  json["startup_seconds"] = (*began - outcome_.began).count();
  add_energy_between(json, outcome_.energy, outcome_.began, *began, "startup_");
}

Flags epoch_flags(const Outcome& outcome) {
  const EpochTimes times(outcome);
  if (times.buffered() == 0) return {};
  return {{.id = "epochs.buffered",
           .severity = Severity::info,
           .value = times.buffered(),
           .threshold = {},
           .when = "during",
           .detail = fmt::format("{} of {} epoch marks came late or at once: the log is buffered, "
                                 "or its epochs are too short; these have no seconds and joules",
                                 times.buffered(), outcome.epochs.size())}};
}

void add_energy_between(Json& json, const EnergyByInstant& energy, Instant begin, Instant end,
                        const std::string& prefix) {
  const auto before = energy.find(begin);
  const auto after = energy.find(end);
  if (before == energy.end() || after == energy.end()) return;
  const EnergySoFar& a = before->second;
  const EnergySoFar& b = after->second;
  const bool cpu = a.cpu && b.cpu;
  const bool gpu = a.gpu && b.gpu && end - begin >= kShortestForGpu;
  if (cpu) json[prefix + "cpu_joules"] = (*b.cpu - *a.cpu).value;
  if (gpu) json[prefix + "gpu_joules"] = (*b.gpu - *a.gpu).value;
  if (cpu && gpu) json[prefix + "joules"] = ((*b.cpu - *a.cpu) + (*b.gpu - *a.gpu)).value;
}

}  // namespace mutlua
