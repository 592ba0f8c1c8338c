// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

/// What libnvidia-ml-fake.so exports beside the functions of NVML: its clock and the truth about
/// its devices. Tests take them with dlsym (tests/energy/fake_gpu.h).
extern "C" {

/// Nanoseconds of CLOCK_MONOTONIC: virtual, or real if the scenario says "clock": "real".
std::int64_t fake_nvml_time_ns();

/// Sets the virtual clock; to be done before nvmlInit, which takes it for the scenario's second 0.
void fake_nvml_set_time_ns(std::int64_t time_ns);

/// Moves the virtual clock on. Calls of NVML move it on as well, by their latency.
void fake_nvml_advance_ns(std::int64_t by_ns);

/// Nanoseconds of CLOCK_REALTIME that belong to fake_nvml_time_ns().
std::int64_t fake_nvml_wall_ns();

/// Steps CLOCK_REALTIME, as setting the clock does: samples taken until now keep their stamps.
void fake_nvml_step_wall_ns(std::int64_t by_ns);

/// fake_nvml_time_ns() at the scenario's second 0.
std::int64_t fake_nvml_start_ns();

/// The energy that the device really took between two times.
double fake_nvml_true_joules(int device, std::int64_t from_ns, std::int64_t to_ns);

/// How often a function of NVML has been called since nvmlInit read the scenario.
std::int64_t fake_nvml_calls(const char* function);
}
