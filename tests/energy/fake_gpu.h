// SPDX-License-Identifier: MIT
#pragma once

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/json.h"
#include "energy/nvml_gpus.h"
#include "fake_nvml/fake_nvml.h"
#include "support/temp_folder.h"
#include "system/clock.h"

namespace mutlua {

/// A clock that stands still unless a call of the fake NVML takes time, or the test moves it on.
class VirtualClock : public Clock {
 public:
  explicit VirtualClock(void* library)
      : time_(reinterpret_cast<decltype(time_)>(::dlsym(library, "fake_nvml_time_ns"))),
        wall_(reinterpret_cast<decltype(wall_)>(::dlsym(library, "fake_nvml_wall_ns"))),
        advance_(reinterpret_cast<decltype(advance_)>(::dlsym(library, "fake_nvml_advance_ns"))) {}

  Instant now() override { return {Nanoseconds(time_())}; }
  WallTime wall_now() override { return {Nanoseconds(wall_())}; }
  void advance(Seconds by) { advance_(std::chrono::duration_cast<Nanoseconds>(by).count()); }

  /// Moves on to an instant; stays where it is if that has passed.
  void advance_to(Instant instant) {
    if (instant > now()) advance_((instant.since_boot - now().since_boot).count());
  }

 private:
  decltype(&fake_nvml_time_ns) time_;
  decltype(&fake_nvml_wall_ns) wall_;
  decltype(&fake_nvml_advance_ns) advance_;
};

/// The fake libnvidia-ml playing a scenario (tests/fake_nvml/README.md). One at a time: it sets
/// MUTLUA_FAKE_NVML, which the library reads at each first nvmlInit, so that the GPUs of one
/// FakeNvml have to go before the next is made.
class FakeNvml {
 public:
  explicit FakeNvml(const Json& scenario)
      : library_(::dlopen(MUTLUA_FAKE_NVML_LIBRARY, RTLD_NOW | RTLD_LOCAL)), clock_(library_) {
    const auto file = folder_.write("scenario.json", scenario.dump());
    ::setenv("MUTLUA_FAKE_NVML", file.c_str(), 1);
  }
  ~FakeNvml() {
    ::unsetenv("MUTLUA_FAKE_NVML");
    ::dlclose(library_);
  }
  FakeNvml(const FakeNvml&) = delete;
  FakeNvml& operator=(const FakeNvml&) = delete;

  static std::string path() { return MUTLUA_FAKE_NVML_LIBRARY; }

  VirtualClock& clock() { return clock_; }

  /// Initialises the library: second 0 of the scenario is now. `hidden`: names of functions that
  /// this library shall not have.
  NvmlGpus find(const std::vector<std::string>& hidden = {}) {
    return find_nvml_gpus(clock_, path(), [hidden](void* library, const char* name) {
      const bool hide = std::find(hidden.begin(), hidden.end(), name) != hidden.end();
      return hide ? nullptr : look_up_symbol(library, name);
    });
  }

  /// When a second of the scenario is.
  Instant at(double seconds) {
    return Instant{Nanoseconds(function<decltype(&fake_nvml_start_ns)>("fake_nvml_start_ns")())} +
           Seconds(seconds);
  }

  Joules true_energy(Instant from, Instant to, int device = 0) {
    return {function<decltype(&fake_nvml_true_joules)>("fake_nvml_true_joules")(
        device, from.since_boot.count(), to.since_boot.count())};
  }

  std::int64_t calls(const char* name) {
    return function<decltype(&fake_nvml_calls)>("fake_nvml_calls")(name);
  }

  void step_wall(Seconds by) {
    function<decltype(&fake_nvml_step_wall_ns)>("fake_nvml_step_wall_ns")(
        std::chrono::duration_cast<Nanoseconds>(by).count());
  }

  template <typename Function>
  Function function(const char* name) {
    return reinterpret_cast<Function>(::dlsym(library_, name));
  }

 private:
  TempFolder folder_;
  void* library_;
  VirtualClock clock_;
};

/// A scenario with these devices; an empty object is an H200 that is idle at 80 W.
inline Json gpus(const std::vector<Json>& devices) { return {{"devices", devices}}; }

/// A scenario with one GPU, of which `device` replaces fields.
inline Json one_gpu(const Json& device = Json::object()) { return gpus({device}); }

/// The scenario with these entries in "errors".
inline Json with_errors(Json scenario, const std::vector<Json>& errors) {
  scenario["errors"] = errors;
  return scenario;
}

}  // namespace mutlua
