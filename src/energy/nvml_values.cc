// SPDX-License-Identifier: MIT
#include "energy/nvml_values.h"

#include <cerrno>
#include <cmath>
#include <limits>

namespace mutlua {
namespace {

constexpr double kMostWhole = 9007199254740992.0;  // 2^53: beyond, a double is no whole number

std::optional<std::int64_t> from_double(double value) noexcept {
  if (!(std::abs(value) <= kMostWhole)) return std::nullopt;  // also what is not a number
  return std::llround(value);
}

std::optional<std::int64_t> from_unsigned(std::uint64_t value) noexcept {
  if (value > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

}  // namespace

std::optional<std::int64_t> whole_number(std::int32_t type, NvmlValue value) noexcept {
  switch (type) {
    case kNvmlDouble:
      return from_double(value.as_double);
    case kNvmlUnsigned:
      return value.as_unsigned;
    case kNvmlUnsignedLong:
    case kNvmlUnsignedLongLong:
      return from_unsigned(value.as_unsigned_long);
    case kNvmlSignedLongLong:
      return value.as_signed_long;
    case kNvmlSigned:
      return value.as_signed;
    case kNvmlUnsignedShort:
      return value.as_unsigned_short;
    default:
      return std::nullopt;
  }
}

std::optional<std::int64_t> value_of(const NvmlFieldValue& field) noexcept {
  if (field.result != kNvmlSuccess) return std::nullopt;
  return whole_number(field.value_type, field.value);
}

NvmlFieldValue asked_field(std::uint32_t field, std::uint32_t scope) noexcept {
  NvmlFieldValue asked;
  asked.field = field;
  asked.scope = scope;
  asked.result = kNvmlNotSupported;
  return asked;
}

int errno_of(NvmlReturn result) noexcept {
  switch (result) {
    case kNvmlSuccess:
      return 0;
    case kNvmlNotSupported:
    case kNvmlFunctionNotFound:
      return ENOTSUP;
    case kNvmlNoPermission:
      return EACCES;
    case kNvmlTimeout:
      return ETIMEDOUT;
    case kNvmlNotFound:
    case kNvmlNoData:
      return ENODATA;
    case kNvmlGpuIsLost:
    case kNvmlResetRequired:
      return ENODEV;
    default:
      return EIO;
  }
}

}  // namespace mutlua
