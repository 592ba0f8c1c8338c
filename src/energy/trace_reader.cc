// SPDX-License-Identifier: MIT
#include "energy/trace_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "base/error.h"
#include "energy/csv_row.h"
#include "energy/evaluation.h"
#include "energy/external_meter.h"
#include "energy/trace_writer.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

/// The number of the mark that a reading answers; -1: none.
int mark_in(const CsvRow& row, std::size_t cell) {
  const auto value = row.optional_number(cell);
  return value && *value >= 0 && *value < (1 << 30) ? static_cast<int>(*value) : -1;
}

std::vector<GaugeValue> gauge_values(const CsvRow& row, std::size_t first, std::size_t count) {
  std::vector<GaugeValue> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = row.optional_number(first + i);
  return values;
}

void replay_ticks(const fs::path& path, const TraceHeader& header, TraceListener& listener) {
  std::vector<Reading> readings(header.domains.size());
  for_each_row(path, [&](const CsvRow& row) {
    row.expect(4 + header.domains.size() + header.fast.size());
    const Instant at = row.instant(0);
    for (std::size_t i = 0; i < readings.size(); ++i) {
      const auto raw = row.optional_unsigned(4 + i);
      readings[i] = {.raw = raw.value_or(0), .before = at, .after = at, .error = raw ? 0 : EIO};
    }
    const auto gauges = gauge_values(row, 4 + readings.size(), header.fast.size());
    listener.tick({.at = at,
                   .late_us = row.number(1),
                   .read_us = row.number(2),
                   .mark = mark_in(row, 3),
                   .readings = readings,
                   .gauges = gauges});
  });
}

void replay_slow(const fs::path& path, const TraceHeader& header, TraceListener& listener) {
  for_each_row(path, [&](const CsvRow& row) {
    row.expect(1 + header.slow.size());
    listener.slow(row.instant(0), gauge_values(row, 1, header.slow.size()));
  });
}

CounterReason reason_of(const CsvRow& row, std::size_t cell) {
  for (const auto reason : {CounterReason::spin, CounterReason::begin, CounterReason::poll,
                            CounterReason::mark, CounterReason::end}) {
    if (row.text(cell) == to_text(reason)) return reason;
  }
  row.fail("unknown reason of a reading");
}

CounterRow counter_in(const CsvRow& row, const TraceHeader& header) {
  row.expect(7);
  const auto raw = row.optional_unsigned(3);
  return {.gpu = row.index(0, header.gpus.size()),
          .reading = {.raw = raw.value_or(0),
                      .before = row.instant(1),
                      .after = row.instant(2),
                      .error = raw ? 0 : EIO},
          .reason = reason_of(row, 4),
          .aligned = row.number(5) != 0,
          .mark = mark_in(row, 6)};
}

/// The last good reading of each GPU's counter, by its instant; absent: there is none.
std::vector<std::optional<Instant>> last_counters(const fs::path& path, const TraceHeader& header) {
  std::vector<std::optional<Instant>> last(header.gpus.size());
  for_each_row(path, [&](const CsvRow& row) {
    const CounterRow counter = counter_in(row, header);
    if (counter.reading.error == 0)
      last[static_cast<std::size_t>(counter.gpu)] = counter.reading.after;
  });
  return last;
}

/// `ends`: of a window that was cut short, the readings that stand for its end.
void replay_counters(const fs::path& path, const TraceHeader& header, TraceListener& listener,
                     const std::vector<std::optional<Instant>>& ends) {
  for_each_row(path, [&](const CsvRow& row) {
    CounterRow counter = counter_in(row, header);
    const auto index = static_cast<std::size_t>(counter.gpu);
    if (index < ends.size() && ends[index] == counter.reading.after &&
        counter.reason != CounterReason::begin) {
      counter.reason = CounterReason::end;
      counter.aligned = false;
    }
    listener.counter(counter);
  });
}

void replay_samples(const fs::path& path, const TraceHeader& header, TraceListener& listener) {
  for_each_row(path, [&](const CsvRow& row) {
    row.expect(4);
    listener.sample({.gpu = row.index(0, header.gpus.size()),
                     .sample = {.wall_us = row.number(1), .milliwatts = row.number(3)},
                     .at = row.instant(2)});
  });
}

void replay_processes(const fs::path& path, const TraceHeader& header, TraceListener& listener) {
  for_each_row(path, [&](const CsvRow& row) {
    row.expect(4);
    listener.process(
        {.gpu = row.index(1, header.gpus.size()),
         .at = row.instant(0),
         .process = {.pid = static_cast<int>(row.number(2)), .memory_bytes = row.number(3)}});
  });
}

/// The last tick, but none after `bound`.
std::optional<Instant> last_tick(const fs::path& folder, std::optional<Instant> bound) {
  std::optional<Instant> last;
  for_each_row(folder / "trace.csv", [&](const CsvRow& row) {
    const Instant at = row.instant(0);
    if (!bound || at <= *bound) last = at;
  });
  return last;
}

}  // namespace

TraceHeader read_trace_header(const fs::path& folder) {
  const fs::path path = folder / "sources.json";
  if (!fs::exists(path)) {
    throw Error(ErrorKind::usage,
                fmt::format("{} holds no raw trace: there is no sources.json", folder.string()));
  }
  return trace_header(read_json(path));
}

void replay_trace(const fs::path& folder, const TraceHeader& header, TraceListener& listener) {
  Instant begin;
  bool begun = false;
  bool ended = false;
  for_each_row(folder / "marks.csv", [&](const CsvRow& row) {
    row.expect(3);
    const MarkRow mark{
        .at = row.instant(0), .kind = std::string(row.text(1)), .label = std::string(row.text(2))};
    if (begun == (mark.kind == "begin")) row.fail("a window begins once, with its first mark");
    if (ended || (begun && mark.at < begin)) row.fail("the mark lies outside of the window");
    if (!begun) begin = mark.at;
    begun = true;
    ended = mark.kind == "end";
    listener.mark(mark);
  });
  std::optional<Instant> bound;  // of a window that was cut short: as far as every GPU was read
  std::vector<std::optional<Instant>> ends;
  if (!ended) {
    ends = last_counters(folder / "gpu_counter.csv", header);
    for (const auto& at : ends) {
      if (at && *at >= begin) bound = std::min(bound.value_or(*at), *at);
    }
  }
  const auto last = last_tick(folder, bound);
  if (!begun || !last || *last < begin) {
    throw Error(ErrorKind::usage,
                fmt::format("{}: the window ended before anything was read", folder.string()));
  }
  if (!ended) listener.mark({.at = *last, .kind = "end", .label = {}});
  replay_ticks(folder / "trace.csv", header, listener);
  replay_slow(folder / "slow.csv", header, listener);
  replay_counters(folder / "gpu_counter.csv", header, listener, ends);
  replay_samples(folder / "gpu_samples.csv", header, listener);
  replay_processes(folder / "gpu_processes.csv", header, listener);
}

Window recompute_window(const fs::path& folder) {
  const TraceHeader header = read_trace_header(folder);
  Evaluation evaluation(header);
  replay_trace(folder, header, evaluation);
  Window window = evaluation.window();
  window.external = MeterWindow::read(folder, window.begin, window.end);
  return window;
}

}  // namespace mutlua
