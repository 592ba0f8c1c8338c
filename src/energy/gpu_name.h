// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mutlua {

/// Where a device is on the PCI bus.
struct PciAddress {
  std::uint32_t domain = 0;
  std::uint32_t bus = 0;
  std::uint32_t device = 0;
  std::uint32_t function = 0;
  auto operator<=>(const PciAddress&) const = default;
};

/// Reads "00000000:05:00.0", "0000:05:00.0", "05:00.0" or "05:00": hexadecimal, of either case.
/// Absent for anything else.
std::optional<PciAddress> parse_pci_address(std::string_view text) noexcept;

/// Whether `text` is "GPU-" and at least one more digit that a GPU's UUID can begin with.
bool is_uuid_prefix(std::string_view text) noexcept;

/// Whether `uuid` begins with `prefix`, whatever the case of its digits.
bool has_uuid_prefix(std::string_view uuid, std::string_view prefix) noexcept;

}  // namespace mutlua
