// SPDX-License-Identifier: MIT
#include "cli/doctor.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "cli/calibration.h"
#include "cli/doctor_checks.h"
#include "cli/doctor_measure.h"
#include "cli/doctor_report.h"
#include "cli/installed.h"
#include "system/lock.h"

namespace mutlua {
namespace {

constexpr Seconds kIdleSpan(5);

void append(Findings& findings, Findings more) {
  for (Finding& each : more) findings.push_back(std::move(each));
}

/// Says on the terminal what takes long.
void announce(const CommandLine& line, const char* what) {
  if (line.verbosity != Verbosity::quiet) fmt::print(stderr, "mutlua doctor: {} ...\n", what);
}

/// Files that could not be kept are no reason to keep the figures back.
std::vector<std::filesystem::path> keep(const Json& calibration, Clock& clock, Findings& findings) {
  try {
    return store_calibration(calibration, clock.wall_now());
  } catch (const Error& error) {
    findings.push_back({.area = "calibration",
                        .name = "kept in",
                        .state = Finding::State::warn,
                        .text = error.what(),
                        .remedy = {},
                        .detail = nullptr});
    return {};
  }
}

Findings measured(const CommandLine& line, Clock& clock, Sensors sensors) {
  Findings findings;
  announce(line, "calibrating the sensors, 4 s");
  const Json calibration = calibrate(clock, sensors);
  const auto files = keep(calibration, clock, findings);
  append(findings, calibration_findings(calibration, files));
  Sampler sampler(clock, std::move(sensors), Sampler::Options{});
  announce(line, "measuring the machine at rest, 6 s");
  append(findings, check_idle(sampler, clock, kIdleSpan));
  if (line.doctor.overhead) {
    announce(line, "a fixed computation with and without measuring, 20 s");
    findings.push_back(check_overhead(sampler, clock));
  }
  return findings;
}

}  // namespace

int examine_machine(const CommandLine& line) {
  LinuxClock clock;
  const KernelFolders folders = KernelFolders::from_environment();
  const MachineState state = read_machine_state(folders, line.run.results);
  Sensors sensors = machine_sensors(clock);
  const Json machine = sensors.facts.at("machine");
  Findings findings = check_cpu(sensors, state);
  append(findings, check_gpus(sensors, folders));
  append(findings, check_machine(state, folders, line.run.results));
  if (!line.doctor.quick) append(findings, measured(line, clock, std::move(sensors)));
  if (line.doctor.rapl) {
    announce(line, "comparing the CPU's counters");
    append(findings, check_rapl(clock, folders, Seconds(line.doctor.rapl_seconds)));
  }
  if (line.json) {
    fmt::print("{}\n", pretty_text(doctor_document(findings, machine)));
  } else {
    fmt::print("{}", doctor_text(findings, machine, TerminalStyle::of(stdout)));
  }
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& each) { return each.state == Finding::State::error; })
             ? 1
             : 0;
}

}  // namespace mutlua
