// SPDX-License-Identifier: MIT
#include "energy/measurement.h"

#include <algorithm>

namespace mutlua {
namespace {

constexpr std::size_t kMostSamples = 512;   // of one call; the ring of an H200 holds 120
constexpr std::size_t kMostProcesses = 64;  // on one GPU
constexpr Seconds kSamplesBefore{0.3};      // that are kept of the time before a window
constexpr Seconds kSampleDelay{0.15};       // after which the driver has handed out a sample
constexpr Seconds kPause{0.005};
constexpr std::int64_t kLatestWallUs = 9'000'000'000'000'000;  // 2255: nanoseconds hold no more

/// Reads the gauges into the next cells of a row.
void read_into(Gauges& gauges, std::span<GaugeValue>& row) noexcept {
  const std::size_t count = gauges.gauges().size();
  gauges.read(row.first(count));
  row = row.subspan(count);
}

std::int64_t microseconds(Seconds span) { return static_cast<std::int64_t>(span.count() * 1e6); }

}  // namespace

Measurement::Measurement(Clock& clock, SleepUntil sleep_until, Sensors& sensors, const Rates& rates,
                         const WindowPlan& plan)
    : clock_(clock),
      sleep_until_(std::move(sleep_until)),
      sensors_(sensors),
      rates_(rates),
      header_(header_of(sensors, rates, plan)),
      evaluation_(header_),
      writer_(plan.folder.empty() ? nullptr : std::make_unique<TraceWriter>(plan.folder, header_)),
      jitter_(rates.jitter_seed),
      readings_(header_.domains.size()),
      fast_(header_.fast.size()),
      slow_(header_.slow.size()),
      samples_(kMostSamples),
      processes_(kMostProcesses),
      last_counter_(sensors.gpus.size()),
      newest_sample_us_(sensors.gpus.size()),
      newest_sample_(sensors.gpus.size()) {
  record_begin();
}

/// The begin is told before the readings from which it is found, so that whoever evaluates knows
/// it.
void Measurement::record_begin() {
  const std::vector<CounterWatch> watches =
      watch_counters(clock_, sensors_.gpus, rates_.spin_limit);
  begin_ = clock_.now();
  const MarkRow mark{.at = begin_, .kind = "begin", .label = {}};
  evaluation_.mark(mark);
  if (writer_) writer_->mark(mark);
  tell_edge(watches, CounterReason::begin);
  read_tick(begin_, begin_, -1);
  read_slow(begin_);
  const std::int64_t before = (clock_.wall_now().since_epoch.count()) / 1000 -
                              microseconds(clock_.now() - begin_) - microseconds(kSamplesBefore);
  std::fill(newest_sample_us_.begin(), newest_sample_us_.end(), before);
  read_samples();
  next_tick_ = begin_ + jittered_tick();
  next_ring_ = begin_ + rates_.ring;
  next_counter_ = begin_ + rates_.counter;
  next_slow_ = begin_ + rates_.slow;
}

void Measurement::tell_edge(const std::vector<CounterWatch>& watches, CounterReason edge) noexcept {
  for (const CounterWatch& watch : watches) {
    tell([&](TraceListener& listener) noexcept {
      listener.counter({.gpu = watch.gpu, .reading = watch.before, .reason = CounterReason::spin});
      listener.counter(
          {.gpu = watch.gpu, .reading = watch.now, .reason = edge, .aligned = watch.changed});
    });
  }
}

Instant Measurement::next_due() const {
  return std::min({next_tick_, next_ring_, next_counter_, next_slow_});
}

void Measurement::run_due() noexcept {
  const Instant now = clock_.now();
  if (now >= next_tick_) {
    read_tick(next_tick_, std::nullopt, -1);
    // What was missed is missed: readings in a burst would tell nothing new.
    while (next_tick_ <= now) next_tick_ = next_tick_ + jittered_tick();
  }
  if (now >= next_ring_) {
    read_samples();
    if (writer_) writer_->flush();
    while (next_ring_ <= now) next_ring_ = next_ring_ + rates_.ring;
  }
  if (now >= next_counter_) {
    read_counters(CounterReason::poll, -1);
    while (next_counter_ <= now) next_counter_ = next_counter_ + rates_.counter;
  }
  if (now >= next_slow_) {
    read_slow(std::nullopt);
    while (next_slow_ <= now) next_slow_ = next_slow_ + rates_.slow;
  }
}

void Measurement::read_now() noexcept {
  read_tick(clock_.now(), std::nullopt, -1);
  read_slow(std::nullopt);
}

void Measurement::mark(const MarkRow& row) {
  const int index = marks_++;
  // As it stands in the file, so that the file gives the same window again.
  const MarkRow mark{.at = row.at, .kind = row.kind, .label = cell_text(row.label)};
  evaluation_.mark(mark);
  if (writer_) writer_->mark(mark);
  read_tick(clock_.now(), std::nullopt, index);
  read_counters(CounterReason::mark, index);
}

Window Measurement::end(Instant at) {
  const MarkRow mark{.at = at, .kind = "end", .label = {}};
  evaluation_.mark(mark);
  if (writer_) writer_->mark(mark);
  read_tick(at, at, -1);
  read_slow(at);
  tell_edge(watch_counters(clock_, sensors_.gpus, rates_.spin_limit), CounterReason::end);
  await_last_samples();
  if (wants_tail(at)) run_tail(at);
  if (writer_) writer_->flush();
  Window window = evaluation_.window();
  window.truncated = writer_ && writer_->failed();
  return window;
}

/// A tick at an edge of the window carries the edge's instant, so that it counts.
void Measurement::read_tick(Instant planned, std::optional<Instant> at, int mark) noexcept {
  const Instant before = clock_.now();
  std::span<Reading> readings(readings_);
  for (const auto& source : sensors_.cpu) {
    const std::size_t count = source->domains().size();
    source->read(readings.first(count));
    readings = readings.subspan(count);
  }
  std::span<GaugeValue> row(fast_);
  for (const auto& gauges : sensors_.fast) read_into(*gauges, row);
  for (const auto& gpu : sensors_.gpus) read_into(*gpu, row);
  const TraceTick tick{.at = at.value_or(before),
                       .late_us = std::max<std::int64_t>(0, microseconds(before - planned)),
                       .read_us = microseconds(clock_.now() - before),
                       .mark = mark,
                       .readings = readings_,
                       .gauges = fast_};
  tell([&](TraceListener& listener) noexcept { listener.tick(tick); });
}

void Measurement::read_slow(std::optional<Instant> at) noexcept {
  const Instant now = at.value_or(clock_.now());
  std::span<GaugeValue> row(slow_);
  for (const auto& gauges : sensors_.slow) read_into(*gauges, row);
  for (std::size_t i = 0; i < sensors_.gpus.size(); ++i) {
    const int count = sensors_.gpus[i]->read_processes(processes_);
    const HeldDown held = sensors_.gpus[i]->read_held_down();
    row[0] = count >= 0 ? GaugeValue(count) : std::nullopt;
    row[1] = held.power_ns;
    row[2] = held.thermal_ns;
    row = row.subspan(3);
    for (int k = 0; k < std::min(count, static_cast<int>(kMostProcesses)); ++k) {
      const ProcessRow process{.gpu = static_cast<int>(i),
                               .at = now,
                               .process = processes_[static_cast<std::size_t>(k)]};
      tell([&](TraceListener& listener) noexcept { listener.process(process); });
    }
  }
  tell([&](TraceListener& listener) noexcept { listener.slow(now, slow_); });
}

void Measurement::read_counters(CounterReason reason, int mark) noexcept {
  for (std::size_t i = 0; i < sensors_.gpus.size(); ++i) {
    if (!header_.gpus[i].counter) continue;
    // A counter that cannot have changed is not read again: each reading takes milliseconds.
    Reading& last = last_counter_[i];
    const bool fresh = last.after + header_.gpus[i].counter_period > clock_.now();
    if (!fresh || last.error != 0) last = sensors_.gpus[i]->read_counter();
    const CounterRow row{
        .gpu = static_cast<int>(i), .reading = last, .reason = reason, .mark = mark};
    tell([&](TraceListener& listener) noexcept { listener.counter(row); });
  }
}

/// The driver stamps its samples with the calendar's time, which may step: the offset is read anew.
void Measurement::read_samples() noexcept {
  for (std::size_t i = 0; i < sensors_.gpus.size(); ++i) {
    if (!header_.gpus[i].samples) continue;
    const int count = sensors_.gpus[i]->read_samples(newest_sample_us_[i], samples_);
    const Nanoseconds offset = clock_.wall_now().since_epoch - clock_.now().since_boot;
    for (int k = 0; k < count; ++k) {
      const PowerSample& sample = samples_[static_cast<std::size_t>(k)];
      if (sample.wall_us <= newest_sample_us_[i] || sample.wall_us > kLatestWallUs) continue;
      newest_sample_us_[i] = sample.wall_us;
      newest_sample_[i] = {std::chrono::microseconds(sample.wall_us) - offset};
      const SampleRow row{.gpu = static_cast<int>(i), .sample = sample, .at = newest_sample_[i]};
      tell([&](TraceListener& listener) noexcept { listener.sample(row); });
    }
  }
}

void Measurement::await_last_samples() {
  const Instant reached = clock_.now();
  const Instant give_up = reached + kSampleDelay;
  const auto behind = [&] {
    for (std::size_t i = 0; i < sensors_.gpus.size(); ++i) {
      if (header_.gpus[i].samples && newest_sample_[i] < reached) return true;
    }
    return false;
  };
  read_samples();
  while (behind() && clock_.now() < give_up) {
    sleep_until_(clock_.now() + kPause);
    read_samples();
  }
}

bool Measurement::wants_tail(Instant end) const {
  const bool averages = std::any_of(header_.gpus.begin(), header_.gpus.end(),
                                    [](const GpuInfo& info) { return info.average; });
  const bool better = std::all_of(
      header_.gpus.begin(), header_.gpus.end(),
      [](const GpuInfo& info) { return info.counter || info.samples || !info.average; });
  return averages && (!better || end - begin_ >= rates_.tail_from);
}

void Measurement::run_tail(Instant end) {
  Seconds longest{0};
  for (const GpuInfo& info : header_.gpus)
    longest = std::max(longest, info.average_window + 2 * info.average_period);
  while (clock_.now() < end + longest) {
    sleep_until_(next_due());
    run_due();
  }
}

Seconds Measurement::jittered_tick() {
  const double unit = static_cast<double>(jitter_() >> 11) * 0x1.0p-53;
  return rates_.tick * (1 + rates_.jitter * (2 * unit - 1));
}

template <class Use>
void Measurement::tell(const Use& use) noexcept {
  use(evaluation_);
  if (writer_) use(*writer_);
}

}  // namespace mutlua
