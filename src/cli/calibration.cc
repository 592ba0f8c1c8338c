// SPDX-License-Identifier: MIT
#include "cli/calibration.h"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <functional>

#include "base/error.h"
#include "base/files.h"
#include "cli/spread.h"
#include "store/time_text.h"

namespace mutlua {
namespace fs = std::filesystem;
namespace {

constexpr Seconds kGpuSpan(3);    // thirty updates of a GPU's sensors
constexpr Seconds kCpuSpan(0.3);  // three hundred updates of a package's counter
constexpr int kSampleCalls = 10;
constexpr std::size_t kMostSamples = 512;

double thread_cpu_us() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) * 1e-3;
}

double microseconds(Seconds span) { return span.count() * 1e6; }

/// What calls of one kind cost.
class Costs {
 public:
  explicit Costs(Clock& clock) : clock_(clock) {}

  void time(const std::function<void()>& call) {
    const double cpu = thread_cpu_us();
    const Instant before = clock_.now();
    call();
    wall_.push_back(microseconds(clock_.now() - before));
    cpu_.push_back(thread_cpu_us() - cpu);
  }

  void describe(Json& json) const {
    json["cost_us"] = to_json(spread_of(wall_));
    json["cpu_us"] = to_json(spread_of(cpu_));
  }

 private:
  Clock& clock_;
  std::vector<double> wall_;
  std::vector<double> cpu_;
};

/// The times between the changes of a value that is looked at again and again.
class Changes {
 public:
  void see(Instant at, std::int64_t value) {
    if (last_ && value != *last_) {
      if (changed_) periods_.push_back((at - *changed_).count() * 1e3);
      changed_ = at;
    }
    last_ = value;
  }

  Json json() const { return to_json(spread_of(periods_)); }

 private:
  std::optional<std::int64_t> last_;
  std::optional<Instant> changed_;
  std::vector<double> periods_;
};

class GpuCalibration {
 public:
  GpuCalibration(Clock& clock, Gpu& gpu)
      : clock_(clock),
        gpu_(gpu),
        values_(gpu.gauges().size()),
        counter_costs_(clock),
        sample_costs_(clock),
        gauge_costs_(clock) {}

  void look() {
    if (gpu_.info().counter) {
      Reading reading;
      counter_costs_.time([&] { reading = gpu_.read_counter(); });
      if (reading.error == 0) counter_.see(reading.after, static_cast<std::int64_t>(reading.raw));
    }
    gauge_costs_.time([&] { gpu_.read(values_); });
    if (values_.at(0)) average_.see(clock_.now(), *values_[0]);
  }

  Json result() {
    const GpuInfo& info = gpu_.info();
    Json json = {{"uuid", info.uuid}, {"driver", info.driver}, {"name", info.name}};
    json["counter"] = nullptr;
    if (info.counter) {
      json["counter"] = {{"period_ms", counter_.json()}};
      counter_costs_.describe(json["counter"]);
    }
    json["samples"] = info.samples ? samples() : Json(nullptr);
    json["average"] = nullptr;
    if (info.average) json["average"] = {{"period_ms", average_.json()}};
    json["gauges"] = Json::object();
    gauge_costs_.describe(json["gauges"]);
    return json;
  }

 private:
  Json samples() {
    std::vector<PowerSample> ring(kMostSamples);
    int count = 0;
    for (int i = 0; i < kSampleCalls; ++i)
      sample_costs_.time([&] { count = gpu_.read_samples(0, ring); });
    std::vector<double> periods;
    for (int i = 1; i < count; ++i) {
      const auto at = static_cast<std::size_t>(i);
      periods.push_back(static_cast<double>(ring[at].wall_us - ring[at - 1].wall_us) * 1e-3);
    }
    Json json = {{"period_ms", to_json(spread_of(periods))}, {"ring_seconds", nullptr}};
    if (count > 1) {
      const auto last = static_cast<std::size_t>(count - 1);
      json["ring_seconds"] = static_cast<double>(ring[last].wall_us - ring[0].wall_us) * 1e-6;
    }
    sample_costs_.describe(json);
    return json;
  }

  Clock& clock_;
  Gpu& gpu_;
  std::vector<GaugeValue> values_;
  Costs counter_costs_;
  Costs sample_costs_;
  Costs gauge_costs_;
  Changes counter_;
  Changes average_;
};

Json calibrate_cpu(Clock& clock, EnergySource& source) {
  Costs costs(clock);
  std::vector<Changes> changes(source.domains().size());
  std::vector<Reading> readings(source.domains().size());
  const Instant end = clock.now() + kCpuSpan;
  while (clock.now() < end) {
    costs.time([&] { source.read(readings); });
    for (std::size_t i = 0; i < readings.size(); ++i) {
      if (readings[i].error == 0)
        changes[i].see(readings[i].after, static_cast<std::int64_t>(readings[i].raw));
    }
  }
  Json list = Json::array();
  for (std::size_t i = 0; i < changes.size(); ++i)
    list.push_back({{"domain", source.domains()[i].id}, {"period_ms", changes[i].json()}});
  Json json = {{"domains", list}};
  costs.describe(json);
  return json;
}

fs::path cache_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return fs::path(cache) / "mutlua";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home != '/') return {};
  return fs::path(home) / ".cache/mutlua";
}

/// As part of a file's name: what else there may be in a driver's texts is left out.
std::string file_word(const std::string& text) {
  std::string word;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '.' || c == '-' || c == '_';
    if (plain) word += c;
  }
  return word;
}

bool measured(const Json& gpu) {
  return (gpu.at("counter").is_object() && !gpu.at("counter").at("period_ms").is_null()) ||
         (gpu.at("samples").is_object() && !gpu.at("samples").at("period_ms").is_null());
}

}  // namespace

Json calibrate(Clock& clock, Sensors& sensors) {
  Json calibration = {{"cpu", Json::array()}, {"gpus", Json::array()}};
  for (const auto& source : sensors.cpu)
    calibration["cpu"].push_back(calibrate_cpu(clock, *source));
  std::vector<GpuCalibration> gpus;
  for (const auto& gpu : sensors.gpus) gpus.emplace_back(clock, *gpu);
  const Instant end = clock.now() + kGpuSpan;
  while (!gpus.empty() && clock.now() < end) {
    for (GpuCalibration& gpu : gpus) gpu.look();
  }
  for (GpuCalibration& gpu : gpus) calibration["gpus"].push_back(gpu.result());
  return calibration;
}

std::vector<fs::path> store_calibration(const Json& calibration, WallTime now) {
  std::vector<fs::path> files;
  const fs::path folder = cache_folder();
  if (folder.empty()) return files;
  for (const Json& gpu : calibration.at("gpus")) {
    if (!measured(gpu)) continue;
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
      throw Error(ErrorKind::machine,
                  fmt::format("cannot make {}: {}", folder.string(), error.message()));
    }
    Json stored = {{"measured", utc_text(now)}};
    stored.update(gpu);
    files.push_back(folder / fmt::format("calibration-{}-{}.json",
                                         file_word(gpu.at("uuid").get<std::string>()),
                                         file_word(gpu.at("driver").get<std::string>())));
    write_file(files.back(), pretty_text(stored) + "\n");
  }
  return files;
}

}  // namespace mutlua
