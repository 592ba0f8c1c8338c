// SPDX-License-Identifier: MIT
#include "energy/gpu_name.h"

#include <algorithm>
#include <charconv>

namespace mutlua {
namespace {

constexpr std::size_t kUuidLength = 40;  // GPU-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx
constexpr std::string_view kUuidStart = "GPU-";

char lower(char letter) noexcept {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_hex_digit(char letter) noexcept {
  return (letter >= '0' && letter <= '9') || (lower(letter) >= 'a' && lower(letter) <= 'f');
}

std::optional<std::uint32_t> hex(std::string_view text, std::size_t most_digits) noexcept {
  if (text.empty() || text.size() > most_digits) return std::nullopt;
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Takes what stands before `mark` off the front of `text`; absent if there is no mark.
std::optional<std::string_view> take_until(char mark, std::string_view& text) noexcept {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at + 1);
  return part;
}

}  // namespace

std::optional<PciAddress> parse_pci_address(std::string_view text) noexcept {
  const bool with_domain = std::count(text.begin(), text.end(), ':') == 2;
  const auto domain = with_domain ? hex(*take_until(':', text), 8) : 0u;
  const auto bus_text = take_until(':', text);
  const auto bus = bus_text ? hex(*bus_text, 2) : std::nullopt;
  const auto device_text = take_until('.', text);
  const auto device = hex(device_text.value_or(text), 2);
  const auto function = device_text ? hex(text, 1) : 0u;
  if (!domain || !bus || !device || !function) return std::nullopt;
  if (*device > 31 || *function > 7) return std::nullopt;
  return PciAddress{*domain, *bus, *device, *function};
}

bool is_uuid_prefix(std::string_view text) noexcept {
  if (text.size() <= kUuidStart.size() || text.size() > kUuidLength) return false;
  if (!text.starts_with(kUuidStart) || text[kUuidStart.size()] == '-') return false;
  return std::all_of(text.begin() + kUuidStart.size(), text.end(),
                     [](char letter) { return letter == '-' || is_hex_digit(letter); });
}

bool has_uuid_prefix(std::string_view uuid, std::string_view prefix) noexcept {
  return uuid.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), uuid.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace mutlua
