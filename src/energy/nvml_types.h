// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

namespace mutlua {

/// The part of NVIDIA's NVML interface that is used here, declared anew: nothing of NVIDIA is
/// needed to build. Layouts and numbers: the NVML API reference, docs.nvidia.com/deploy/nvml-api.

using NvmlDevice = void*;  ///< a handle; opaque

/// What NVML's functions return.
enum NvmlReturn : int {
  kNvmlSuccess = 0,
  kNvmlNotSupported = 3,
  kNvmlNoPermission = 4,
  kNvmlNotFound = 6,
  kNvmlInsufficientSize = 7,
  kNvmlDriverNotLoaded = 9,
  kNvmlTimeout = 10,
  kNvmlLibraryNotFound = 12,
  kNvmlFunctionNotFound = 13,
  kNvmlGpuIsLost = 15,
  kNvmlResetRequired = 16,
  kNvmlLibraryMismatch = 18,
  kNvmlNoData = 21,
};

union NvmlValue {
  double as_double;
  std::uint32_t as_unsigned;
  std::uint64_t as_unsigned_long;
  std::int64_t as_signed_long;
  std::int32_t as_signed;
  std::uint16_t as_unsigned_short;
};

/// Which member of NvmlValue holds.
enum NvmlValueType : std::int32_t {
  kNvmlDouble = 0,
  kNvmlUnsigned = 1,
  kNvmlUnsignedLong = 2,
  kNvmlUnsignedLongLong = 3,
  kNvmlSignedLongLong = 4,
  kNvmlSigned = 5,
  kNvmlUnsignedShort = 6,
};

struct NvmlFieldValue {
  std::uint32_t field = 0;
  std::uint32_t scope = 0;
  std::int64_t timestamp_us = 0;
  std::int64_t latency_us = 0;
  std::int32_t value_type = 0;
  std::int32_t result = 0;  ///< of this field alone
  NvmlValue value{};
};
static_assert(sizeof(NvmlFieldValue) == 40);

constexpr std::uint32_t kNvmlFieldHeldDownByPower = 74;    // nanoseconds
constexpr std::uint32_t kNvmlFieldHeldDownByThermal = 75;  // nanoseconds
constexpr std::uint32_t kNvmlFieldPowerAverage = 185;      // milliwatts
constexpr std::uint32_t kNvmlFieldPowerInstant = 186;      // milliwatts

constexpr std::uint32_t kNvmlScopeGpu = 0;
constexpr std::uint32_t kNvmlScopeModule = 1;  // CPU and GPU of a Grace superchip

struct NvmlSample {
  std::uint64_t timestamp_us = 0;  ///< CLOCK_REALTIME
  NvmlValue value{};
};
static_assert(sizeof(NvmlSample) == 16);

constexpr int kNvmlTotalPowerSamples = 0;

struct NvmlMemory {
  std::uint64_t total = 0;
  std::uint64_t free = 0;
  std::uint64_t used = 0;  ///< with what the driver keeps for itself
};
static_assert(sizeof(NvmlMemory) == 24);

struct NvmlMemoryV2 {
  std::uint32_t version = sizeof(NvmlMemoryV2) | (2u << 24);  ///< the caller says which layout
  std::uint64_t total = 0;
  std::uint64_t reserved = 0;
  std::uint64_t free = 0;
  std::uint64_t used = 0;
};
static_assert(sizeof(NvmlMemoryV2) == 40);

struct NvmlUtilisation {
  std::uint32_t gpu_pct = 0;
  std::uint32_t memory_pct = 0;
};
static_assert(sizeof(NvmlUtilisation) == 8);

/// How long a policy has held clocks down.
struct NvmlViolation {
  std::uint64_t reference_us = 0;
  std::uint64_t held_down_ns = 0;
};
static_assert(sizeof(NvmlViolation) == 16);

constexpr int kNvmlPolicyPower = 0;
constexpr int kNvmlPolicyThermal = 1;
constexpr int kNvmlClockSm = 1;
constexpr int kNvmlClockMemory = 2;
constexpr int kNvmlDieTemperature = 0;

struct NvmlPciInfo {
  char legacy_address[16] = {};
  std::uint32_t domain = 0;
  std::uint32_t bus = 0;
  std::uint32_t device = 0;
  std::uint32_t device_id = 0;
  std::uint32_t subsystem_id = 0;
  char address[32] = {};  ///< "00000000:05:00.0"
};
static_assert(sizeof(NvmlPciInfo) == 68);

/// What every layout of the process lists begins with. A whole entry has 16 bytes from the
/// functions without a suffix, 24 from _v2 and _v3, and 32 from the _v3 of drivers 535.43 to
/// 535.86.
struct NvmlProcessHead {
  std::uint32_t pid = 0;
  std::uint64_t memory_bytes = 0;
};
static_assert(sizeof(NvmlProcessHead) == 16);

constexpr std::uint64_t kNvmlUnknownMemory = ~std::uint64_t{0};
constexpr std::size_t kNvmlTextBytes = 96;  // of names, UUIDs and versions

}  // namespace mutlua
