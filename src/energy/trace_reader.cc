// SPDX-License-Identifier: MIT
#include "energy/trace_reader.h"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <fstream>
#include <functional>
#include <string_view>

#include "base/error.h"
#include "energy/evaluation.h"
#include "energy/trace_writer.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kLongestLine = 1 << 16;
constexpr std::int64_t kMost = 4'000'000'000'000'000'000;  // so that differences do not overflow

/// The cells of one line, and what is wrong with them.
class Row {
 public:
  Row(const fs::path& path, int line, std::string_view text) : path_(path), line_(line) {
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(',', begin), text.size());
      cells_.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }

  void expect(std::size_t cells) const {
    if (cells_.size() != cells)
      fail(fmt::format("expected {} cells, found {}", cells, cells_.size()));
  }
  std::string_view text(std::size_t cell) const { return cells_[cell]; }
  template <class Number>
  std::optional<Number> optional(std::size_t cell) const {
    const std::string_view text = cells_[cell];
    if (text.empty()) return std::nullopt;
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
      fail(fmt::format("cell {}: expected a whole number, found '{}'", cell + 1,
                       text.substr(0, 40)));
    if constexpr (std::is_signed_v<Number>) {
      if (value > kMost || value < -kMost) fail(fmt::format("cell {}: out of range", cell + 1));
    }
    return value;
  }
  std::int64_t number(std::size_t cell) const {
    const auto value = optional<std::int64_t>(cell);
    if (!value) fail(fmt::format("cell {} is empty", cell + 1));
    return *value;
  }
  Instant instant(std::size_t cell) const { return {Nanoseconds(number(cell))}; }
  int index(std::size_t cell, std::size_t count) const {
    const std::int64_t value = number(cell);
    if (value < 0 || static_cast<std::size_t>(value) >= count)
      fail(fmt::format("cell {}: no entry {}", cell + 1, value));
    return static_cast<int>(value);
  }
  int mark(std::size_t cell) const {
    const auto value = optional<std::int64_t>(cell);
    return value && *value >= 0 && *value < (1 << 30) ? static_cast<int>(*value) : -1;
  }
  [[noreturn]] void fail(const std::string& message) const {
    throw Error(ErrorKind::usage, fmt::format("{}:{}: {}", path_.string(), line_, message));
  }

 private:
  const fs::path& path_;
  int line_;
  std::vector<std::string_view> cells_;
};

/// Every whole line after the first.
void for_each_row(const fs::path& path, const std::function<void(const Row&)>& use) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (file.eof()) return;  // no line end: torn
    if (line.size() > kLongestLine)
      throw Error(ErrorKind::usage,
                  fmt::format("{}:{}: the line is too long", path.string(), number));
    if (number > 1) use(Row(path, number, line));
  }
}

std::vector<GaugeValue> gauge_values(const Row& row, std::size_t first, std::size_t count) {
  std::vector<GaugeValue> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = row.optional<std::int64_t>(first + i);
  return values;
}

void replay_ticks(const fs::path& path, const TraceHeader& header, TraceListener& listener) {
  std::vector<Reading> readings(header.domains.size());
  for_each_row(path, [&](const Row& row) {
    row.expect(4 + header.domains.size() + header.fast.size());
    const Instant at = row.instant(0);
    for (std::size_t i = 0; i < readings.size(); ++i) {
      const auto raw = row.optional<std::uint64_t>(4 + i);
      readings[i] = {.raw = raw.value_or(0), .before = at, .after = at, .error = raw ? 0 : EIO};
    }
    const auto gauges = gauge_values(row, 4 + readings.size(), header.fast.size());
    listener.tick({.at = at,
                   .late_us = row.number(1),
                   .read_us = row.number(2),
                   .mark = row.mark(3),
                   .readings = readings,
                   .gauges = gauges});
  });
}

void replay_slow(const fs::path& path, const TraceHeader& header, TraceListener& listener) {
  for_each_row(path, [&](const Row& row) {
    row.expect(1 + header.slow.size());
    listener.slow(row.instant(0), gauge_values(row, 1, header.slow.size()));
  });
}

CounterReason reason_of(const Row& row, std::size_t cell) {
  for (const auto reason : {CounterReason::spin, CounterReason::begin, CounterReason::poll,
                            CounterReason::mark, CounterReason::end}) {
    if (row.text(cell) == to_text(reason)) return reason;
  }
  row.fail("unknown reason of a reading");
}

void replay_counters(const fs::path& path, const TraceHeader& header, TraceListener& listener) {
  for_each_row(path, [&](const Row& row) {
    row.expect(7);
    const auto raw = row.optional<std::uint64_t>(3);
    listener.counter({.gpu = row.index(0, header.gpus.size()),
                      .reading = {.raw = raw.value_or(0),
                                  .before = row.instant(1),
                                  .after = row.instant(2),
                                  .error = raw ? 0 : EIO},
                      .reason = reason_of(row, 4),
                      .aligned = row.number(5) != 0,
                      .mark = row.mark(6)});
  });
}

void replay_samples(const fs::path& path, const TraceHeader& header, TraceListener& listener) {
  for_each_row(path, [&](const Row& row) {
    row.expect(4);
    listener.sample({.gpu = row.index(0, header.gpus.size()),
                     .sample = {.wall_us = row.number(1), .milliwatts = row.number(3)},
                     .at = row.instant(2)});
  });
}

void replay_processes(const fs::path& path, const TraceHeader& header, TraceListener& listener) {
  for_each_row(path, [&](const Row& row) {
    row.expect(4);
    listener.process(
        {.gpu = row.index(1, header.gpus.size()),
         .at = row.instant(0),
         .process = {.pid = static_cast<int>(row.number(2)), .memory_bytes = row.number(3)}});
  });
}

std::optional<Instant> last_tick(const fs::path& folder) {
  std::optional<Instant> last;
  for_each_row(folder / "trace.csv", [&](const Row& row) { last = row.instant(0); });
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
  for_each_row(folder / "marks.csv", [&](const Row& row) {
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
  const auto last = last_tick(folder);
  if (!begun || !last || *last < begin) {
    throw Error(ErrorKind::usage,
                fmt::format("{}: the window ended before anything was read", folder.string()));
  }
  if (!ended) listener.mark({.at = *last, .kind = "end", .label = {}});
  replay_ticks(folder / "trace.csv", header, listener);
  replay_slow(folder / "slow.csv", header, listener);
  replay_counters(folder / "gpu_counter.csv", header, listener);
  replay_samples(folder / "gpu_samples.csv", header, listener);
  replay_processes(folder / "gpu_processes.csv", header, listener);
}

Window recompute_window(const fs::path& folder) {
  const TraceHeader header = read_trace_header(folder);
  Evaluation evaluation(header);
  replay_trace(folder, header, evaluation);
  return evaluation.window();
}

}  // namespace mutlua
