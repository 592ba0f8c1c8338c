// SPDX-License-Identifier: MIT
#include "energy/trace_writer.h"

namespace mutlua {
namespace {

std::string tick_columns(const TraceHeader& header) {
  std::string columns = "t_ns,late_us,read_us,mark";
  for (const DomainInfo& info : header.domains) columns += "," + info.id;
  for (const GaugeInfo& info : header.fast) columns += "," + info.column;
  return columns;
}

std::string slow_columns(const TraceHeader& header) {
  std::string columns = "t_ns";
  for (const GaugeInfo& info : header.slow) columns += "," + info.column;
  return columns;
}

void put(CsvFile& file, std::span<const GaugeValue> values) noexcept {
  for (const GaugeValue& value : values) {
    if (value) {
      file.number(*value);
    } else {
      file.unknown();
    }
  }
}

const char* name_of(CounterReason reason) noexcept {
  switch (reason) {
    case CounterReason::spin:
      return "spin";
    case CounterReason::begin:
      return "begin";
    case CounterReason::poll:
      return "poll";
    case CounterReason::mark:
      return "mark";
    case CounterReason::end:
      return "end";
  }
  return "poll";
}

}  // namespace

std::string to_text(CounterReason reason) { return name_of(reason); }

TraceWriter::TraceWriter(const std::filesystem::path& folder, const TraceHeader& header)
    : marks_(folder / "marks.csv", "t_ns,kind,label"),
      ticks_(folder / "trace.csv", tick_columns(header)),
      slow_(folder / "slow.csv", slow_columns(header)) {
  write_file(folder / "sources.json", pretty_text(to_json(header)) + "\n");
  if (header.gpus.empty()) return;
  counters_.emplace(folder / "gpu_counter.csv", "gpu,t_before_ns,t_after_ns,mj,why,aligned,mark");
  samples_.emplace(folder / "gpu_samples.csv", "gpu,t_real_us,t_ns,mw");
  processes_.emplace(folder / "gpu_processes.csv", "t_ns,gpu,pid,memory_bytes");
}

void TraceWriter::mark(const MarkRow& mark) {
  marks_.number(mark.at.since_boot.count()).text(mark.kind).text(mark.label).end_row();
  marks_.flush();
}

void TraceWriter::tick(const TraceTick& tick) noexcept {
  ticks_.number(tick.at.since_boot.count()).number(tick.late_us).number(tick.read_us);
  if (tick.mark >= 0) {
    ticks_.number(tick.mark);
  } else {
    ticks_.unknown();
  }
  for (const Reading& reading : tick.readings) {
    if (reading.error == 0) {
      ticks_.unsigned_number(reading.raw);
    } else {
      ticks_.unknown();
    }
  }
  put(ticks_, tick.gauges);
  ticks_.end_row();
}

void TraceWriter::slow(Instant at, std::span<const GaugeValue> values) noexcept {
  slow_.number(at.since_boot.count());
  put(slow_, values);
  slow_.end_row();
}

void TraceWriter::counter(const CounterRow& row) noexcept {
  counters_->number(row.gpu)
      .number(row.reading.before.since_boot.count())
      .number(row.reading.after.since_boot.count());
  if (row.reading.error == 0) {
    counters_->unsigned_number(row.reading.raw);
  } else {
    counters_->unknown();
  }
  counters_->text(name_of(row.reason)).number(row.aligned ? 1 : 0);
  if (row.mark >= 0) {
    counters_->number(row.mark);
  } else {
    counters_->unknown();
  }
  counters_->end_row();
}

void TraceWriter::sample(const SampleRow& row) noexcept {
  samples_->number(row.gpu)
      .number(row.sample.wall_us)
      .number(row.at.since_boot.count())
      .number(row.sample.milliwatts)
      .end_row();
}

void TraceWriter::process(const ProcessRow& row) noexcept {
  processes_->number(row.at.since_boot.count())
      .number(row.gpu)
      .number(row.process.pid)
      .number(row.process.memory_bytes)
      .end_row();
}

void TraceWriter::flush() noexcept {
  ticks_.flush();
  slow_.flush();
  if (counters_) counters_->flush();
  if (samples_) samples_->flush();
  if (processes_) processes_->flush();
}

bool TraceWriter::failed() const noexcept {
  return marks_.failed() || ticks_.failed() || slow_.failed() ||
         (counters_ && (counters_->failed() || samples_->failed() || processes_->failed()));
}

}  // namespace mutlua
