// SPDX-License-Identifier: MIT
#include "energy/gpu_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace mutlua {
namespace {

// nvmlClocksEventReason*: bits of why clocks are below their highest.
constexpr int kAppClocks = 1;        // 0x2
constexpr int kHardwareSlow = 3;     // 0x8
constexpr int kSoftwareThermal = 5;  // 0x20
constexpr int kHardwareThermal = 6;  // 0x40
constexpr int kPowerBrake = 7;       // 0x80

constexpr double kWidthsForAverage = 30;

/// Raises flags about one GPU.
class GpuFlags {
 public:
  GpuFlags(const GpuEnergy& gpu, const Window& window, const Thresholds& thresholds)
      : gpu_(gpu),
        window_(window),
        thresholds_(thresholds),
        name_(fmt::format("gpu{}", gpu.info.index)),
        seconds_(window.duration().count()) {}

  Flags all() {
    counter();
    span();
    disagreement();
    clocks();
    card();
    return std::move(flags_);
  }

 private:
  void raise(const std::string& id, Severity severity, const char* when, const std::string& detail,
             std::optional<double> value = {}, std::optional<double> threshold = {}) {
    flags_.push_back({.id = id,
                      .severity = severity,
                      .value = value,
                      .threshold = threshold,
                      .when = when,
                      .detail = name_ + ": " + detail});
  }

  void counter() {
    if (gpu_.breaks > 0)
      raise("counter_reset", Severity::error, "during",
            "the energy counter was reset: the driver was loaded again, or it jumped", gpu_.breaks,
            0);
    const double limit = thresholds_.counter_stuck_updates * gpu_.info.counter_period.count();
    if (gpu_.info.counter && gpu_.unchanged.count() > limit)
      raise("counter_stuck", Severity::error, "during",
            fmt::format("the energy counter stood still for {:.1f} s", gpu_.unchanged.count()),
            gpu_.unchanged.count(), limit);
  }

  void span() {
    const double updates = seconds_ / gpu_.info.counter_period.count();
    if (updates < thresholds_.short_window_updates)
      raise("short_window", Severity::warn, "after",
            fmt::format("the window of {:.2f} s is a few updates of the sensor long", seconds_),
            updates, thresholds_.short_window_updates);
    if (!gpu_.info.samples || seconds_ <= 0) return;
    const double missing = 100 * gpu_.gaps.count() / seconds_;
    const bool only_power = gpu_.method == GpuMethod::samples;
    const bool invalid = only_power && missing > thresholds_.sample_gaps_error_pct;
    if (missing > thresholds_.sample_gaps_warn_pct)
      raise("sample.gaps", invalid ? Severity::error : Severity::warn, "during",
            fmt::format("power samples are missing for {:.1f} % of the window", missing), missing,
            invalid ? thresholds_.sample_gaps_error_pct : thresholds_.sample_gaps_warn_pct);
  }

  /// The corrected average takes the power before and after the window for constant, which a load
  /// beside it need not be: over this many of its widths that matters no more.
  bool average_counts() const {
    return seconds_ >= kWidthsForAverage * gpu_.info.average_window.count();
  }

  /// The readings of one sensor that disagree: a load that repeats in step with it.
  void disagreement() {
    double least = 0;
    double most = 0;
    int known = 0;
    const auto average = average_counts() ? gpu_.boxcar : std::nullopt;
    for (const auto& joules : {gpu_.counter, gpu_.samples, average}) {
      if (!joules || joules->value <= 0) continue;
      least = known == 0 ? joules->value : std::min(least, joules->value);
      most = std::max(most, joules->value);
      ++known;
    }
    if (known < 2 || !gpu_.joules) return;
    const double apart = 100 * (most - least) / gpu_.joules->value;
    if (apart <= thresholds_.gpu_power_aliasing_warn_pct) return;
    const bool invalid = apart > thresholds_.gpu_power_aliasing_error_pct;
    raise(
        gpu_.counter ? "gpu.power_aliasing" : "energy.crosscheck_failed",
        invalid ? Severity::error : Severity::warn, "during",
        fmt::format("counter, samples and average differ by {:.1f} %: the load may repeat in step "
                    "with the sensor",
                    apart),
        apart,
        invalid ? thresholds_.gpu_power_aliasing_error_pct
                : thresholds_.gpu_power_aliasing_warn_pct);
  }

  void clocks() {
    if (const auto capped = held_fraction("held_power_ns"); capped && *capped > 0)
      raise("gpu.sw_power_cap", Severity::info, "during",
            fmt::format("clocks were held down by the power limit for {:.1f} % of the window",
                        100 * *capped),
            *capped);
    const double thermal =
        std::max({held_fraction("held_thermal_ns").value_or(0), seen(kSoftwareThermal),
                  seen(kHardwareThermal), seen(kHardwareSlow)}) *
        100;
    if (thermal > thresholds_.gpu_thermal_throttle_pct)
      raise("gpu.thermal_throttle", Severity::warn, "during",
            fmt::format("clocks were held down by heat for {:.1f} % of the window", thermal),
            thermal, thresholds_.gpu_thermal_throttle_pct);
    if (seen(kPowerBrake) > 0)
      raise("gpu.power_brake", Severity::error, "during",
            "the machine's power supply braked the card", seen(kPowerBrake), 0);
    if (seen(kAppClocks) > 0)
      raise("gpu.app_clocks", Severity::info, "during", "clocks were set by an application",
            seen(kAppClocks));
  }

  void card() {
    const GpuInfo& info = gpu_.info;
    if (info.persistence == false)
      raise("gpu.persistence_off", Severity::warn, "before",
            "persistence mode is off, so the driver may be unloaded and its counter reset: "
            "nvidia-smi -pm 1");
    if (info.power_limit && info.default_power_limit &&
        *info.power_limit != *info.default_power_limit)
      raise("gpu.power_limit", Severity::info, "before",
            fmt::format("the power limit is {:.0f} W instead of {:.0f} W", info.power_limit->value,
                        info.default_power_limit->value),
            info.power_limit->value, info.default_power_limit->value);
    if (info.mig == true)
      raise("gpu.mig_shared", Severity::warn, "before",
            "the card is divided (MIG), and its energy is that of the whole board");
    if (info.compute_mode && *info.compute_mode != "default")
      raise("gpu.compute_mode", Severity::info, "before",
            "the compute mode is " + *info.compute_mode);
  }

  /// Share of the window; absent if the driver does not count it.
  std::optional<double> held_fraction(const std::string& column) const {
    const GaugeSummary* gauge = window_.gauge(name_ + "." + column);
    const auto growth = gauge != nullptr ? gauge->growth() : std::nullopt;
    if (!growth || seconds_ <= 0) return std::nullopt;
    return static_cast<double>(*growth) * 1e-9 / seconds_;
  }

  /// Share of the readings that had the bit.
  double seen(int bit) const {
    const GaugeSummary* reasons = window_.gauge(name_ + ".clock_reasons");
    if (reasons == nullptr) return 0;
    const auto found = reasons->bit_readings.find(bit);
    return found == reasons->bit_readings.end()
               ? 0
               : static_cast<double>(found->second) / reasons->readings;
  }

  const GpuEnergy& gpu_;
  const Window& window_;
  const Thresholds& thresholds_;
  std::string name_;
  double seconds_;
  Flags flags_;
};

}  // namespace

Flags gpu_flags(const GpuEnergy& gpu, const Window& window, const Thresholds& thresholds) {
  return GpuFlags(gpu, window, thresholds).all();
}

}  // namespace mutlua
