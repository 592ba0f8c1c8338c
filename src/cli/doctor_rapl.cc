// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <cmath>
#include <sstream>
#include <thread>

#include "base/files.h"
#include "cli/doctor_measure.h"
#include "cli/spread.h"
#include "energy/cpu_sources.h"
#include "energy/powercap.h"
#include "system/descriptors.h"
#include "system/own.h"

namespace mutlua {
namespace {

using State = Finding::State;
constexpr double kTolerancePct = 0.5;
constexpr const char* kArea = "RAPL";
constexpr std::size_t kMostOutput = 65536;

/// `perf stat` counting the packages' energy for a while, and what it has said.
class PerfStat {
 public:
  explicit PerfStat(const std::filesystem::path& program, Seconds span)
      : output_(::memfd_create("perf-stat", MFD_CLOEXEC)) {
    std::vector<std::string> words = {program.string(),    "stat", "-a",   "-x", ",", "-e",
                                      "power/energy-pkg/", "--",   "sleep"};
    words.push_back(fmt::format("{}", span.count()));
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t streams;
    ::posix_spawn_file_actions_init(&streams);
    ::posix_spawn_file_actions_addopen(&streams, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_adddup2(&streams, output_.number(), STDERR_FILENO);
    if (::posix_spawn(&pid_, argv.front(), &streams, nullptr, argv.data(), environ) != 0) pid_ = -1;
    ::posix_spawn_file_actions_destroy(&streams);
  }

  /// Waits for its end. Joules of all packages; absent if it could not count.
  std::optional<Joules> finish() {
    if (pid_ < 0) return std::nullopt;
    int status = 0;
    ::waitpid(pid_, &status, 0);
    ::lseek(output_.number(), 0, SEEK_SET);
    said_ = read_descriptor(output_.number(), kMostOutput);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
    return joules_in(said_);
  }

  std::string said() const { return said_.substr(0, said_.find('\n')); }

 private:
  /// Lines like "123.45,Joules,power/energy-pkg/,...". Source: perf-stat(1), CSV FORMAT.
  static std::optional<Joules> joules_in(const std::string& text) {
    std::optional<Joules> sum;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (line.find("power/energy-pkg/") == std::string::npos) continue;
      double value = 0;
      const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
      if (error != std::errc{}) return std::nullopt;
      sum = sum.value_or(Joules{}) + Joules{value};
    }
    return sum;
  }

  Descriptor output_;
  pid_t pid_ = -1;
  std::string said_;
};

/// The packages' joules by one interface: the sum over its domains.
std::optional<Joules> packages(const Window& window, const std::string& prefix) {
  std::optional<Joules> sum;
  for (const DomainEnergy& domain : window.domains) {
    if (!domain.info.id.starts_with(prefix) || domain.info.scope != "package") continue;
    if (!domain.joules) return std::nullopt;
    sum = sum.value_or(Joules{}) + *domain.joules;
  }
  return sum;
}

Finding finding_of(const std::string& name, State state, const std::string& text,
                   const std::string& remedy = "", Json detail = nullptr) {
  return {.area = kArea,
          .name = name,
          .state = state,
          .text = text,
          .remedy = remedy,
          .detail = std::move(detail)};
}

Finding comparison(const std::string& name, Joules one, Joules other) {
  const double pct = (other.value - one.value) / one.value * 100;
  const bool near = std::abs(pct) <= kTolerancePct;
  return finding_of(
      name, near ? State::ok : State::error,
      fmt::format("{} J and {} J: {:+.3f} %, within {} % is right", figure_text(one.value),
                  figure_text(other.value), pct, kTolerancePct),
      "", {{"joules", {one.value, other.value}}, {"difference_pct", pct}});
}

/// Both interfaces at once, where they can be read.
Sensors both_interfaces(Clock& clock, const CpuSensorPlaces& places, Findings& findings) {
  Sensors sensors;
  const auto take = [&](const char* name, auto source) {
    if (source->domains().empty()) {
      findings.push_back(
          finding_of(name, State::warn, source->why_not().why, source->why_not().remedy));
    } else {
      sensors.cpu.push_back(std::move(source));
    }
  };
  if (places.perf) {
    take("perf",
         std::make_unique<PerfSource>(
             clock, PerfPlaces{.sys = places.sys, .proc = places.proc, .functions = *places.perf}));
  }
  take("powercap",
       std::make_unique<PowercapSource>(
           clock, PowercapPlaces{.sys = places.sys, .proc = places.proc, .open = places.open}));
  return sensors;
}

}  // namespace

Findings check_rapl(Clock& clock, const KernelFolders& folders, Seconds span) {
  CpuSensorPlaces places = CpuSensorPlaces::from_environment();
  places.sys = folders.sys;
  places.proc = folders.proc;
  Findings findings;
  Sensors sensors = both_interfaces(clock, places, findings);
  if (sensors.cpu.empty()) return findings;
  const auto program = find_program("perf");
  Sampler sampler(clock, std::move(sensors), Sampler::Options{});
  sampler.begin();
  std::optional<Joules> stat;
  std::string said;
  if (program) {
    PerfStat perf(*program, span);
    stat = perf.finish();
    said = perf.said();
  } else {
    std::this_thread::sleep_for(span);
  }
  const Window window = sampler.finish();
  const auto by_perf = packages(window, "rapl.perf.");
  const auto by_powercap = packages(window, "rapl.powercap.");
  if (by_perf && by_powercap)
    findings.push_back(comparison("perf, powercap", *by_perf, *by_powercap));
  if (stat && by_perf) findings.push_back(comparison("perf, perf stat", *by_perf, *stat));
  if (stat && by_powercap)
    findings.push_back(comparison("powercap, perf stat", *by_powercap, *stat));
  if (!program) {
    findings.push_back(finding_of("perf stat", State::warn, "perf is not installed",
                                  fmt::format("sudo apt-get install linux-perf; or elsewhere: perf "
                                              "stat -a -e power/energy-pkg/ sleep {}",
                                              span.count())));
  } else if (!stat) {
    findings.push_back(
        finding_of("perf stat", State::warn, "it could not count: " + said,
                   fmt::format("sudo perf stat -a -e power/energy-pkg/ sleep {}", span.count())));
  }
  return findings;
}

}  // namespace mutlua
