// SPDX-License-Identifier: MIT
#include "cli/doctor_measure.h"

#include <fmt/format.h>

#include <thread>

#include "cli/spread.h"

namespace mutlua {
namespace {

using State = Finding::State;
constexpr double kMostSelf = 0.02;     // of one core
constexpr double kMostOverhead = 0.5;  // percent
constexpr double kBriefCall = 10;      // microseconds; what it computes cannot be told apart
constexpr int kAlternations = 5;
constexpr Seconds kSlice(1);

void sleep_for(Clock& clock, Seconds span) {
  std::this_thread::sleep_until(
      std::chrono::steady_clock::time_point((clock.now() + span).since_boot));
}

std::string spread_text(const Json& spread, const char* unit) {
  return fmt::format("{} {} ({} to {})", figure_text(spread.at("median").get<double>()), unit,
                     figure_text(spread.at("min").get<double>()),
                     figure_text(spread.at("max").get<double>()));
}

Finding timing(const std::string& name, const Json& what) {
  Finding finding{.area = "calibration",
                  .name = name,
                  .state = State::ok,
                  .text = {},
                  .remedy = {},
                  .detail = what};
  const Json& period = what.at("period_ms");
  finding.text =
      period.is_null() ? "not seen to change" : "renewed every " + spread_text(period, "ms");
  if (period.is_null()) finding.state = State::warn;
  if (what.contains("cost_us") && what.at("cost_us").at("median").get<double>() < kBriefCall) {
    finding.text += fmt::format(", a call takes {}", spread_text(what.at("cost_us"), "us"));
  } else if (what.contains("cost_us")) {
    finding.text += fmt::format(", a call takes {}, {} us of them computing",
                                spread_text(what.at("cost_us"), "us"),
                                figure_text(what.at("cpu_us").at("median").get<double>()));
  }
  return finding;
}

/// In what state a GPU idles: its power depends on it.
std::string state_of(const GpuEnergy& gpu, const Window& window) {
  std::string text = gpu.processes.empty()
                         ? "no process"
                         : fmt::format("{} process(es) with it open", gpu.processes.size());
  const std::string name = fmt::format("gpu{}.", gpu.info.index);
  if (const GaugeSummary* clock = window.gauge(name + "sm_mhz"))
    text += fmt::format(", {:.0f} MHz", clock->mean);
  if (const GaugeSummary* temperature = window.gauge(name + "temperature_c"))
    text += fmt::format(", {:.0f} C", temperature->mean);
  return text;
}

Finding idle_of_gpu(const GpuEnergy& gpu, const Window& window) {
  Finding finding{.area = "idle power",
                  .name = fmt::format("GPU {}", gpu.info.index),
                  .state = State::ok,
                  .text = {},
                  .remedy = {},
                  .detail = nullptr};
  const std::string state = state_of(gpu, window);
  if (!gpu.joules) {
    finding.state = State::warn;
    finding.text = "unknown: " + gpu.reason;
    return finding;
  }
  const double watts = (*gpu.joules / window.duration()).value;
  finding.text = fmt::format("{} W ({})", figure_text(watts), state);
  finding.detail = {{"uuid", gpu.info.uuid}, {"watts", watts}, {"state", state}};
  return finding;
}

Finding idle_of_cpu(const Window& window) {
  std::string why;
  const auto joules = window.cpu(&why);
  Finding finding{.area = "idle power",
                  .name = "CPU",
                  .state = joules ? State::ok : State::warn,
                  .text = "unknown: " + why,
                  .remedy = {},
                  .detail = nullptr};
  if (!joules) return finding;
  const double watts = (*joules / window.duration()).value;
  if (watts <= 0) {
    finding.state = State::warn;
    finding.text = "unknown: the counters did not move";
    return finding;
  }
  finding.text = fmt::format("{} W, packages and their memory", figure_text(watts));
  finding.detail = {{"watts", watts}};
  return finding;
}

Finding own_cost(const Window& window) {
  Finding finding{.area = "own cost",
                  .name = "sampler",
                  .state = State::warn,
                  .text = "unknown: the kernel does not tell the thread's time",
                  .remedy = {},
                  .detail = nullptr};
  const GaugeSummary* self = window.gauge("self.cpu_us");
  const auto used = self != nullptr ? self->growth() : std::nullopt;
  if (!used) return finding;
  const double fraction = static_cast<double>(*used) * 1e-6 / window.duration().count();
  finding.state = fraction > kMostSelf ? State::warn : State::ok;
  finding.text = fmt::format("{:.2f} % of one core; longest reading {:.1f} ms; {} of {} late",
                             fraction * 100, static_cast<double>(window.longest_tick_us) * 1e-3,
                             window.late_ticks, window.ticks);
  finding.detail = {{"cpu_fraction", fraction},
                    {"longest_tick_us", window.longest_tick_us},
                    {"ticks", window.ticks},
                    {"late_ticks", window.late_ticks}};
  return finding;
}

/// Rounds of a fixed computation that fit into a slice of time.
double pace(Clock& clock) {
  std::uint64_t state = 88172645463325252u;
  std::uint64_t rounds = 0;
  const Instant begin = clock.now();
  while (clock.now() < begin + kSlice) {
    for (int i = 0; i < 100000; ++i) {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
    }
    ++rounds;
  }
  const double seconds = (clock.now() - begin).count();
  // Never true, but it has to be computed for that to be known.
  return state == 0 ? 0 : static_cast<double>(rounds) / seconds;
}

}  // namespace

Findings calibration_findings(const Json& calibration,
                              const std::vector<std::filesystem::path>& files) {
  Findings findings;
  for (const Json& source : calibration.at("cpu")) {
    for (Json domain : source.at("domains")) {
      domain["cost_us"] = source.at("cost_us");
      domain["cpu_us"] = source.at("cpu_us");
      findings.push_back(timing(domain.at("domain").get<std::string>(), domain));
    }
  }
  int index = 0;
  for (const Json& gpu : calibration.at("gpus")) {
    for (const char* sensor : {"counter", "samples", "average"}) {
      if (gpu.at(sensor).is_object())
        findings.push_back(timing(fmt::format("GPU {} {}", index, sensor), gpu.at(sensor)));
    }
    ++index;
  }
  for (const auto& file : files) {
    findings.push_back({.area = "calibration",
                        .name = "kept in",
                        .state = State::ok,
                        .text = file.string(),
                        .remedy = {},
                        .detail = nullptr});
  }
  return findings;
}

Findings check_idle(Sampler& sampler, Clock& clock, Seconds span) {
  sampler.begin();
  sleep_for(clock, span);
  const Window window = sampler.finish();
  Findings findings{idle_of_cpu(window)};
  for (const GpuEnergy& gpu : window.gpus) findings.push_back(idle_of_gpu(gpu, window));
  findings.push_back(own_cost(window));
  return findings;
}

Finding check_overhead(Sampler& sampler, Clock& clock) {
  std::vector<double> slower;
  for (int i = 0; i < kAlternations; ++i) {
    const double without = pace(clock);
    sampler.begin();
    const double with = pace(clock);
    sampler.finish();
    slower.push_back((without - with) / without * 100);
  }
  const auto spread = spread_of(slower);
  return {.area = "own cost",
          .name = "computation",
          .state = spread->median > kMostOverhead ? State::warn : State::ok,
          .text = fmt::format("{:.2f} % slower with a window open ({:.2f} to {:.2f} %, {} turns)",
                              spread->median, spread->least, spread->most, spread->n),
          .remedy = {},
          .detail = {{"slower_pct", to_json(spread)}}};
}

}  // namespace mutlua
