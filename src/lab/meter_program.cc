// SPDX-License-Identifier: MIT
#include "lab/meter_program.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "base/error.h"
#include "base/fields.h"

namespace mutlua {
namespace {

constexpr Seconds kFirstLine{5};
constexpr Seconds kLastLine{2};
constexpr std::size_t kKept = 5;
constexpr std::size_t kLongestLine = 4096;

std::string ended_how(const Exit& exit) {
  if (!exit.failure.empty()) return exit.failure;
  if (exit.exit_code) return fmt::format("it ended with exit status {}", *exit.exit_code);
  return fmt::format("it was ended by signal {}", exit.signal.value_or(0));
}

}  // namespace

MeterSettings meter_settings(const Json& json, const std::string& where) {
  Fields fields(json, where, ErrorKind::script);
  MeterSettings settings;
  settings.name = fields.text("name").value_or(settings.name);
  if (settings.name.empty() || settings.name.size() > 100)
    fields.fail("name", "expected 1 to 100 bytes");
  settings.command = fields.texts("command").value_or(std::vector<std::string>{});
  if (settings.command.empty()) fields.fail("command", "expected a program and its arguments");
  const std::string kind = fields.text("kind").value_or("power");
  if (kind != "power" && kind != "counter")
    fields.fail("kind", "expected \"power\" or \"counter\", found \"" + kind + "\"");
  settings.kind = kind == "power" ? MeterKind::power : MeterKind::counter;
  fields.finish();
  return settings;
}

MeterProgram::MeterProgram(MeterSettings settings, Supervisor& supervisor, Clock& clock,
                           std::filesystem::path log)
    : settings_(std::move(settings)),
      supervisor_(supervisor),
      clock_(clock),
      log_(std::move(log)),
      started_(supervisor.start({.argv = settings_.command,
                                 .environment = {},
                                 .folder = std::filesystem::current_path(),
                                 .log = log_},
                                *this)) {}

MeterProgram::~MeterProgram() {
  if (!end_) supervisor_.forget(started_.id);
}

void MeterProgram::wait_for_first() {
  if (!std::exchange(waited_, true))
    supervisor_.wait_until([this] { return heard_ || end_; }, supervisor_.now() + kFirstLine);
  if (heard_ || !end_) return;
  throw Error(ErrorKind::machine,
              fmt::format("study.meter: '{}' could not be started: {}, before its first reading; "
                          "what it said is in {}; run it by hand until it prints readings, or "
                          "leave the meter out of the study",
                          fmt::join(settings_.command, " "), ended_how(*end_), log_.string()));
}

void MeterProgram::begin() {
  wait_for_first();
  window_.emplace(settings_.name, settings_.kind);
  const Nanoseconds offset = clock_.wall_now().since_epoch - clock_.now().since_boot;
  for (const Line& line : last_) window_->line(line.text, line.arrival, offset);
}

MeterReading MeterProgram::finish(Instant begin, Instant end, const std::filesystem::path& folder) {
  window_->bound(begin, end);
  const bool lost = end_.has_value();
  supervisor_.wait_until([this] { return window_->complete() || end_; },
                         supervisor_.now() + kLastLine);
  MeterReading reading = window_->reading();
  reading.lost = lost;
  if (!folder.empty()) window_->write(folder, lost);
  window_.reset();
  return reading;
}

void MeterProgram::on_output() {
  if (!output_.is_open()) output_.open(log_, std::ios::binary);
  output_.clear();
  for (std::string piece; std::getline(output_, piece);) {
    partial_ += piece;
    if (output_.eof()) break;  // its end is still to come
    take(std::exchange(partial_, {}));
  }
  if (partial_.size() > kLongestLine) partial_.resize(kLongestLine);
}

void MeterProgram::on_exit(const Exit& exit) {
  on_output();
  end_ = exit;
}

void MeterProgram::take(const std::string& line) {
  const Instant now = supervisor_.now();
  heard_ = heard_ || meter_line(line, settings_.kind);
  if (window_) window_->line(line, now, clock_.wall_now().since_epoch - now.since_boot);
  last_.push_back({.text = line, .arrival = now});
  if (last_.size() > kKept) last_.pop_front();
}

}  // namespace mutlua
