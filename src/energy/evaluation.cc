// SPDX-License-Identifier: MIT
#include "energy/evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace mutlua {
namespace {

constexpr double kLatePeriods = 3;
constexpr std::size_t kMostProcesses = 64;  // that are remembered of one GPU

std::vector<GaugeSummary> summaries(const std::vector<GaugeInfo>& columns) {
  std::vector<GaugeSummary> summaries;
  for (const GaugeInfo& info : columns) {
    summaries.emplace_back().info = info;
    if (info.kind != GaugeInfo::Kind::bits) continue;
    for (int bit = 0; bit < 64; ++bit) summaries.back().bit_readings[bit] = 0;
  }
  return summaries;
}

void add(GaugeSummary& summary, const GaugeValue& value) noexcept {
  if (!value) {
    ++summary.missing;
    return;
  }
  if (summary.readings++ == 0) summary.first = summary.least = summary.most = *value;
  summary.last = *value;
  summary.least = std::min(summary.least, *value);
  summary.most = std::max(summary.most, *value);
  summary.mean += (static_cast<double>(*value) - summary.mean) / summary.readings;
  if (summary.info.kind != GaugeInfo::Kind::bits) return;
  summary.any_bits |= *value;
  for (auto& [bit, readings] : summary.bit_readings) {
    if ((static_cast<std::uint64_t>(*value) >> bit & 1U) != 0) ++readings;
  }
}

int average_column(const TraceHeader& header, int index) {
  const std::string name = fmt::format("gpu{}.average_mw", index);
  for (std::size_t i = 0; i < header.fast.size(); ++i) {
    if (header.fast[i].column == name) return static_cast<int>(i);
  }
  return -1;
}

DomainEnergy energy_of(const DomainInfo& info, const CounterSum& sum, int readings, bool at_edges,
                       Seconds span) {
  DomainEnergy energy{.info = info,
                      .joules = sum.joules(),
                      .reason = {},
                      .u_random = {},
                      .readings = readings,
                      .errors = sum.errors(),
                      .wraps = sum.wraps(),
                      .breaks = sum.breaks(),
                      .ambiguous = sum.ambiguous(),
                      .unchanged = sum.longest_unchanged()};
  if (!at_edges || sum.errors() > readings)
    energy.reason = "the counter could not be read where the window begins or ends";
  if (span < info.update_period)
    energy.reason = "the window is shorter than one update of the counter";
  if (sum.breaks() > 0) energy.reason = "the counter was reset or jumped during the window";
  if (sum.ambiguous()) energy.reason = "the counter may have wrapped more than once unseen";
  if (!energy.reason.empty()) energy.joules.reset();
  if (energy.joules) energy.u_random = (*energy.joules / span) * info.update_period;
  return energy;
}

}  // namespace

Evaluation::Evaluation(TraceHeader header)
    : header_(std::move(header)), fast_(summaries(header_.fast)), slow_(summaries(header_.slow)) {
  for (const DomainInfo& info : header_.domains) {
    domains_.push_back({.info = info, .sum = CounterSum(info)});
  }
  for (std::size_t i = 0; i < header_.gpus.size(); ++i) {
    gpus_.emplace_back(header_.gpus[i], header_.assigned[i]);
    average_columns_.push_back(average_column(header_, header_.gpus[i].index));
    processes_.emplace_back().reserve(kMostProcesses);
  }
}

void Evaluation::mark(const MarkRow& mark) {
  if (mark.kind == "begin") {
    begin_ = mark.at;
    for (GpuEvaluation& gpu : gpus_) gpu.begin(mark.at);
  } else if (mark.kind == "end") {
    end_ = mark.at;
    for (GpuEvaluation& gpu : gpus_) gpu.end(mark.at);
  } else {
    marks_.push_back({.at = mark.at, .kind = mark.kind, .label = mark.label, .cpu = {}, .gpu = {}});
    const auto counters = std::count_if(header_.gpus.begin(), header_.gpus.end(),
                                        [](const GpuInfo& info) { return info.counter; });
    gpu_marks_left_.push_back(static_cast<int>(counters));
  }
}

void Evaluation::tick(const TraceTick& tick) noexcept {
  for (std::size_t i = 0; i < gpus_.size(); ++i) {
    if (average_columns_[i] < 0 || !begin_ || tick.at < *begin_) continue;
    const GaugeValue& average = tick.gauges[static_cast<std::size_t>(average_columns_[i])];
    if (average) gpus_[i].average(tick.at, *average);
  }
  if (!inside(tick.at)) return;
  ++ticks_;
  longest_tick_us_ = std::max(longest_tick_us_, tick.read_us);
  if (static_cast<double>(tick.late_us) > kLatePeriods * header_.tick_period.count() * 1e6)
    ++late_ticks_;
  for (std::size_t i = 0; i < fast_.size(); ++i) add(fast_[i], tick.gauges[i]);
  for (std::size_t i = 0; i < domains_.size(); ++i) {
    Reading reading = tick.readings[i];
    reading.before = reading.after = tick.at;
    domains_[i].sum.add(reading);
    if (reading.error != 0) continue;
    ++domains_[i].readings;
    domains_[i].at_begin = domains_[i].at_begin || tick.at == *begin_;
    const bool used = domains_[i].sum.until() == tick.at;  // and not taken for a bad one
    domains_[i].at_end = domains_[i].at_end || (used && end_ && tick.at == *end_);
  }
  const auto index = static_cast<std::size_t>(tick.mark);
  if (tick.mark >= 0 && index < marks_.size()) marks_[index].cpu = cpu_so_far();
}

void Evaluation::slow(Instant at, std::span<const GaugeValue> values) noexcept {
  if (!inside(at)) return;
  for (std::size_t i = 0; i < slow_.size(); ++i) add(slow_[i], values[i]);
}

void Evaluation::counter(const CounterRow& row) noexcept {
  gpus_[static_cast<std::size_t>(row.gpu)].counter(row);
  const auto index = static_cast<std::size_t>(row.mark);
  if (row.mark < 0 || index >= marks_.size()) return;
  if (row.reading.error != 0) gpu_marks_left_[index] = -1;  // an older sum is not that of the mark
  if (--gpu_marks_left_[index] == 0) marks_[index].gpu = gpu_so_far();
}

void Evaluation::sample(const SampleRow& row) noexcept {
  gpus_[static_cast<std::size_t>(row.gpu)].sample(row);
}

void Evaluation::process(const ProcessRow& row) noexcept {
  auto& known = processes_[static_cast<std::size_t>(row.gpu)];
  for (GpuProcess& process : known) {
    if (process.pid != row.process.pid) continue;
    process.memory_bytes = std::max(process.memory_bytes, row.process.memory_bytes);
    return;
  }
  if (inside(row.at) && known.size() < kMostProcesses) known.push_back(row.process);
}

Window Evaluation::window() const {
  Window window;
  window.begin = *begin_;
  window.end = *end_;
  for (const Domain& domain : domains_) {
    window.domains.push_back(energy_of(domain.info, domain.sum, domain.readings,
                                       domain.at_begin && domain.at_end, window.duration()));
  }
  for (std::size_t i = 0; i < gpus_.size(); ++i) {
    window.gpus.push_back(gpus_[i].result());
    window.gpus.back().processes = processes_[i];
  }
  window.marks = marks_;
  for (const auto* group : {&fast_, &slow_}) {
    for (const GaugeSummary& summary : *group) window.gauges[summary.info.column] = summary;
  }
  window.unavailable = header_.unavailable;
  window.notes = header_.notes;
  window.tick_period = header_.tick_period;
  window.ticks = ticks_;
  window.late_ticks = late_ticks_;
  window.longest_tick_us = longest_tick_us_;
  return window;
}

std::optional<Joules> Evaluation::cpu_so_far() const {
  if (domains_.empty()) return std::nullopt;
  Joules sum;
  for (const Domain& domain : domains_) {
    const auto joules = domain.sum.joules();
    if (!joules || domain.sum.breaks() > 0) return std::nullopt;
    sum = sum + *joules;
  }
  return sum;
}

std::optional<Joules> Evaluation::gpu_so_far() const {
  std::optional<Joules> sum;
  for (std::size_t i = 0; i < gpus_.size(); ++i) {
    if (!header_.assigned[i]) continue;
    const auto joules = gpus_[i].so_far();
    if (!joules) return std::nullopt;
    sum = sum.value_or(Joules{}) + *joules;
  }
  return sum;
}

}  // namespace mutlua
