// SPDX-License-Identifier: MIT
#include "fake_nvml/world.h"

#include <time.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

namespace mutlua {
namespace {

constexpr double kNanosecondsPerSecond = 1e9;
constexpr double kUsualWallOffsetSeconds = 1.7e9;

std::int64_t read_clock(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

FakeWorld& fake_world() {
  static FakeWorld world;
  return world;
}

NvmlReturn FakeWorld::init() {
  const std::lock_guard lock(mutex_);
  if (users_++ > 0) return kNvmlSuccess;
  const char* file = std::getenv("MUTLUA_FAKE_NVML");
  int error = kNvmlDriverNotLoaded;
  try {
    if (file != nullptr) {
      scenario_ = read_scenario(file);
      begin();
      error = error_of("nvmlInit_v2", std::nullopt);
    }
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "fake NVML: %s: %s\n", file, fault.what());
    error = kNvmlUnknown;
  }
  if (error != 0) users_ = 0;
  return static_cast<NvmlReturn>(error);
}

void FakeWorld::begin() {
  calls_ = {};
  start_ns_ = now_ns();
  double offset = kUsualWallOffsetSeconds * kNanosecondsPerSecond;
  if (scenario_.real_clock) {
    offset = static_cast<double>(read_clock(CLOCK_REALTIME) - read_clock(CLOCK_MONOTONIC));
  }
  if (scenario_.wall_offset_seconds) {
    offset = *scenario_.wall_offset_seconds * kNanosecondsPerSecond;
  }
  wall_offset_ns_ = old_wall_offset_ns_ = std::llround(offset);
  wall_step_at_ns_ = INT64_MIN;
}

NvmlReturn FakeWorld::shutdown() {
  const std::lock_guard lock(mutex_);
  if (users_ == 0) return kNvmlUninitialised;
  --users_;
  return kNvmlSuccess;
}

std::int64_t FakeWorld::now_ns() const {
  return scenario_.real_clock ? read_clock(CLOCK_MONOTONIC) : time_ns_.load();
}

std::int64_t FakeWorld::wall_ns_at(std::int64_t time_ns) const {
  return time_ns + (time_ns < wall_step_at_ns_ ? old_wall_offset_ns_ : wall_offset_ns_);
}

void FakeWorld::step_wall_ns(std::int64_t by_ns) {
  const std::lock_guard lock(mutex_);
  old_wall_offset_ns_ = wall_offset_ns_;
  wall_offset_ns_ += by_ns;
  wall_step_at_ns_ = now_ns();
}

double FakeWorld::seconds_at(std::int64_t time_ns) const {
  return static_cast<double>(time_ns - start_ns_) / kNanosecondsPerSecond;
}

std::int64_t FakeWorld::time_ns_at(double seconds) const {
  return start_ns_ + std::llround(seconds * kNanosecondsPerSecond);
}

std::int64_t FakeWorld::calls(const char* function) {
  const std::lock_guard lock(mutex_);
  for (const Calls& known : calls_) {
    if (known.function != nullptr && std::strcmp(known.function, function) == 0) {
      return known.count;
    }
  }
  return 0;
}

void FakeWorld::count(const char* function) {
  for (Calls& known : calls_) {
    if (known.function == nullptr) known.function = function;
    if (std::strcmp(known.function, function) != 0) continue;
    ++known.count;
    return;
  }
}

std::int64_t FakeWorld::latency_ns(const char* function) const {
  for (const auto& [name, us] : scenario_.latencies_us) {
    if (name == function) return std::llround(us * 1e3);
  }
  return std::llround(scenario_.latency_us * 1e3);
}

bool FakeWorld::is_now(const FakeError& error, std::optional<int> device) const {
  const double seconds = seconds_at(now_ns());
  return seconds >= error.from && seconds < error.until &&
         (!error.device || error.device == device);
}

int FakeWorld::error_of(const char* function, std::optional<int> device) const {
  for (const FakeError& error : scenario_.errors) {
    if (error.function == function && is_now(error, device)) return error.code;
  }
  return 0;
}

int FakeWorld::error_of_field(const FakeDevice& device, unsigned field) const {
  for (const FakeError& error : scenario_.errors) {
    if (error.field == field && is_now(error, index_of(device))) return error.code;
  }
  return 0;
}

}  // namespace mutlua
