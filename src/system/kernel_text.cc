// SPDX-License-Identifier: MIT
#include "system/kernel_text.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>

#include "base/files.h"

namespace mutlua {
namespace {

constexpr std::string_view kBlanks = " \t";

std::string_view without_blanks(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

// What follows `name` and a blank at the beginning of a line.
std::optional<std::string_view> after(std::string_view name, std::string_view text) noexcept {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.starts_with(name) && line.size() > name.size() &&
        kBlanks.find(line[name.size()]) != std::string_view::npos) {
      return line.substr(name.size());
    }
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return std::nullopt;
}

std::optional<std::uint64_t> take_number(std::string_view& text) noexcept {
  text = without_blanks(text);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

// The value of "name=value" among words.
std::optional<std::string_view> value_of(std::string_view name, std::string_view line) noexcept {
  while (!(line = without_blanks(line)).empty()) {
    const std::string_view word = line.substr(0, line.find_first_of(kBlanks));
    if (word.size() > name.size() && word.starts_with(name) && word[name.size()] == '=') {
      return word.substr(name.size() + 1);
    }
    line.remove_prefix(word.size());
  }
  return std::nullopt;
}

// "12.05", always with two decimals.
std::optional<double> percent(std::string_view text) noexcept {
  const auto whole = take_number(text);
  if (!whole || *whole > 100 || !text.starts_with('.')) return std::nullopt;
  text.remove_prefix(1);
  const auto hundredths = take_number(text);
  if (!hundredths || *hundredths > 99) return std::nullopt;
  return static_cast<double>(*whole) + static_cast<double>(*hundredths) / 100;
}

}  // namespace

std::string_view beginning_of(int file, std::span<char> buffer) noexcept {
  const ssize_t size = ::pread(file, buffer.data(), buffer.size(), 0);
  return size > 0 ? std::string_view(buffer.data(), static_cast<std::size_t>(size))
                  : std::string_view();
}

std::optional<std::string> beginning_of(const std::filesystem::path& file, std::size_t limit) {
  const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened) return std::nullopt;
  std::string text(limit, '\0');
  std::size_t size = 0;
  while (size < limit) {
    const ssize_t count = ::read(opened.number(), text.data() + size, limit - size);
    if (count < 0) return std::nullopt;
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  text.resize(size);
  return text;
}

std::optional<std::string> word_in(const std::filesystem::path& file) {
  const auto text = beginning_of(file, 4096);
  const auto first = text ? text->find_first_not_of(" \t\r\n") : std::string::npos;
  if (first == std::string::npos) return std::nullopt;
  return text->substr(first, text->find_first_of(" \t\r\n", first) - first);
}

std::optional<std::uint64_t> leading_number(std::string_view text) noexcept {
  return take_number(text);
}

std::optional<std::uint64_t> number_of(std::string_view name, std::string_view text) noexcept {
  const auto rest = after(name, text);
  return rest ? leading_number(*rest) : std::nullopt;
}

// cpu user nice system idle iowait irq softirq steal guest guest_nice: the guests' time is part of
// user and nice. Very old kernels have fewer columns.
std::optional<CpuTicks> cpu_ticks_in(std::string_view stat) noexcept {
  auto rest = after("cpu", stat);
  if (!rest) return std::nullopt;
  std::array<std::uint64_t, 8> columns{};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto value = take_number(*rest);
    if (!value && i < 4) return std::nullopt;
    columns[i] = value.value_or(0);
  }
  const auto [user, nice, system, idle, iowait, irq, softirq, steal] = columns;
  return CpuTicks{user + nice + system + irq + softirq, idle + iowait, steal};
}

std::optional<Pressure> pressure_in(std::string_view text) noexcept {
  const auto line = after("some", text);
  if (!line) return std::nullopt;
  const auto average = value_of("avg10", *line);
  const auto total = value_of("total", *line);
  const auto average_pct = average ? percent(*average) : std::nullopt;
  const auto total_us = total ? leading_number(*total) : std::nullopt;
  if (!average_pct || !total_us) return std::nullopt;
  return Pressure{*average_pct, *total_us};
}

}  // namespace mutlua
