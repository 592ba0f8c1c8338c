// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "energy/nvml_types.h"

namespace mutlua {

/// The whole number in a value of any of NVML's types; absent if the type is unknown or no
/// std::int64_t holds it. Which type a driver gives differs between fields and drivers.
std::optional<std::int64_t> whole_number(std::int32_t type, NvmlValue value) noexcept;

/// The number of one field, if the driver says that it is valid.
std::optional<std::int64_t> value_of(const NvmlFieldValue& field) noexcept;

/// A field to be asked for, that says "not supported" until the driver has written it.
NvmlFieldValue asked_field(std::uint32_t field, std::uint32_t scope) noexcept;

/// The errno that stands for a failed call in a Reading.
int errno_of(NvmlReturn result) noexcept;

}  // namespace mutlua
