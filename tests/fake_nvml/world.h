// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

#include "energy/nvml_types.h"
#include "fake_nvml/scenario.h"

namespace mutlua {

constexpr NvmlReturn kNvmlUninitialised{1};
constexpr NvmlReturn kNvmlInvalidArgument{2};
constexpr NvmlReturn kNvmlUnknown{999};

/// The state behind the exported functions: one per loaded library.
class FakeWorld {
 public:
  /// Reads the scenario at the first of nested calls; the file is named by MUTLUA_FAKE_NVML.
  NvmlReturn init();
  NvmlReturn shutdown();

  std::int64_t now_ns() const;
  std::int64_t wall_ns_at(std::int64_t time_ns) const;
  void set_time_ns(std::int64_t time_ns) { time_ns_ = time_ns; }
  void advance_ns(std::int64_t by_ns) { time_ns_ += by_ns; }
  void step_wall_ns(std::int64_t by_ns);
  std::int64_t start_ns() const { return start_ns_; }
  double seconds_at(std::int64_t time_ns) const;
  std::int64_t time_ns_at(double seconds) const;

  const Scenario& scenario() const { return scenario_; }
  std::int64_t calls(const char* function);

  /// Plays one call that needs no device: spends half of its latency, runs body(), spends the rest.
  /// An error of the scenario comes instead of body().
  template <typename Body>
  NvmlReturn call(const char* function, const Body& body) {
    const std::lock_guard lock(mutex_);
    if (users_ == 0) return kNvmlUninitialised;
    return played(function, std::nullopt, body);
  }

  /// The same for a device: body(const FakeDevice&, seconds).
  template <typename Body>
  NvmlReturn call(const char* function, NvmlDevice handle, const Body& body) {
    const std::lock_guard lock(mutex_);
    if (users_ == 0) return kNvmlUninitialised;
    for (const FakeDevice& device : scenario_.devices) {
      if (&device != handle) continue;
      return played(function, index_of(device), [&] { return body(device, seconds_at(now_ns())); });
    }
    return kNvmlInvalidArgument;
  }

  /// Null if there is no such device.
  NvmlDevice handle_of(unsigned index) {
    const std::lock_guard lock(mutex_);
    return index < scenario_.devices.size() ? &scenario_.devices[index] : nullptr;
  }

  /// The error that a field of a device has now; 0 if none.
  int error_of_field(const FakeDevice& device, unsigned field) const;

 private:
  template <typename Body>
  NvmlReturn played(const char* function, std::optional<int> device, const Body& body) {
    count(function);
    const std::int64_t latency = latency_ns(function);
    if (!scenario_.real_clock) time_ns_ += latency / 2;
    const int error = error_of(function, device);
    const NvmlReturn result = error != 0 ? static_cast<NvmlReturn>(error) : body();
    if (!scenario_.real_clock) time_ns_ += latency - latency / 2;
    return result;
  }

  int index_of(const FakeDevice& device) const {
    return static_cast<int>(&device - scenario_.devices.data());
  }
  int error_of(const char* function, std::optional<int> device) const;
  bool is_now(const FakeError& error, std::optional<int> device) const;
  std::int64_t latency_ns(const char* function) const;
  void count(const char* function);
  void begin();

  struct Calls {
    const char* function = nullptr;
    std::int64_t count = 0;
  };

  std::mutex mutex_;
  Scenario scenario_;
  std::atomic<std::int64_t> time_ns_{1000'000'000'000};
  std::int64_t start_ns_ = 0;
  std::int64_t wall_offset_ns_ = 0;
  std::int64_t old_wall_offset_ns_ = 0;  ///< until the last step
  std::int64_t wall_step_at_ns_ = INT64_MIN;
  int users_ = 0;
  std::array<Calls, 64> calls_;
};

FakeWorld& fake_world();

}  // namespace mutlua
